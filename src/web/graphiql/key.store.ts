const SLOT = 'trialweave:api-key';

/** The API key of this browser tab, or an empty string. Session storage ends with the tab and is never sent by itself. */
export const readApiKey = (): string => sessionStorage.getItem(SLOT) ?? '';

/** Keeps the key for this tab; an empty text forgets it. A pasted "Bearer " in front is dropped. */
export const keepApiKey = (text: string): void => {
  const key = text.trim().replace(/^Bearer\s+/i, '');
  if (key) sessionStorage.setItem(SLOT, key);
  else sessionStorage.removeItem(SLOT);
};

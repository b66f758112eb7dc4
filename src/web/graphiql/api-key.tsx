import { Button, Dialog, ToolbarButton, useGraphiQLActions } from '@graphiql/react';
import { type FormEvent, useId, useState } from 'react';
import { keepApiKey, readApiKey } from './key.store.ts';

/** A key in outline; filled once a key is kept. */
const KeyIcon = ({ filled }: { readonly filled: boolean }) => (
  <svg
    className="graphiql-toolbar-icon"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    aria-hidden="true"
  >
    <circle cx="6.5" cy="13.5" r="4" fill={filled ? 'currentColor' : 'none'} />
    <path d="M9.5 10.5 17 3m-3.2 3.2 2.6 2.6" strokeLinecap="round" />
  </svg>
);

const Explanation = () => (
  <p className="api-key-text">
    Sent with every request from this tab as <code>Authorization: Bearer …</code>. It stays in this tab until
    you close it and is never part of the address. The public record of a study needs no key.
  </p>
);

// Otherwise the close button has the focus, and a space typed at once would close the dialog.
const focus = (input: HTMLInputElement | null): void => input?.focus();

/** The form: one key, used or forgotten; `onDone` gets it, empty when forgotten. */
const ApiKeyForm = ({ onDone }: { readonly onDone: (key: string) => void }) => {
  const [text, setText] = useState(readApiKey);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDone(text);
  };
  return (
    <form className="api-key-form" onSubmit={submit}>
      <label htmlFor={id}>Key</label>
      <input
        id={id}
        ref={focus}
        type="password"
        autoComplete="off"
        spellCheck={false}
        // Only what an HTTP header can carry.
        pattern="\s*([Bb]earer\s+)?[\x21-\x7e]+\s*"
        title="Letters, digits and signs without spaces"
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <div className="api-key-buttons">
        {readApiKey() && (
          <Button type="button" onClick={() => onDone('')}>
            Forget key
          </Button>
        )}
        <Button type="submit">Use key</Button>
      </div>
    </form>
  );
};

/** The toolbar's place for the key; the schema is asked for again, as another key may see more of it. */
export const ApiKeyControl = () => {
  const [isOpen, setOpen] = useState(false);
  const { introspect } = useGraphiQLActions();
  const isKept = readApiKey() !== '';
  const finish = (key: string) => {
    keepApiKey(key);
    setOpen(false);
    introspect();
  };
  return (
    <>
      <ToolbarButton label={isKept ? 'API key (in use)' : 'API key'} onClick={() => setOpen(true)}>
        <KeyIcon filled={isKept} />
      </ToolbarButton>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <div className="graphiql-dialog-header">
          <Dialog.Title className="graphiql-dialog-title">API key</Dialog.Title>
          <Dialog.Close />
        </div>
        <div className="api-key-section">
          <Dialog.Description asChild>
            <Explanation />
          </Dialog.Description>
          <ApiKeyForm onDone={finish} />
        </div>
      </Dialog>
    </>
  );
};

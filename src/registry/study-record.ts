/** One study as the registry sends it: raw JSON, absent data being an absent key. Never changed by us. */
export type StudyRecord = { readonly [section: string]: unknown };

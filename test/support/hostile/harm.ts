/** What a hostile text tries to do. */
export interface Harm {
  /** A script, without quotes, spaces and angle brackets so that it fits anywhere. */
  run: string;
  /** An address elsewhere that nothing should ask for. */
  far: string;
}

/** Texts that try the same thing in different ways. */
export type Family = (harm: Harm) => string[];

/** The text with each character as a reference, as HTML reads it. */
export const asReferences = (text: string): string =>
  [...text].map((char) => `&#${char.codePointAt(0)};`).join("");

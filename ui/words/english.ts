import { common } from "./english/common.ts";
import { errors } from "./english/errors.ts";
import { sign_in } from "./english/sign-in.ts";

/**
 * Every word the page shows, by the part of the window. Where a name or number belongs into a sentence, a function
 * says it; where the name is more than text, the function takes and gives any kind of node: `<T>(name: T) => ["Leave ", name]`.
 */
export const english = { common, errors, sign_in };

/** What each language has to say. A missing word is a compile error. */
export type Words = typeof english;

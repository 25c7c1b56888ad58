import { common } from "./english/common.ts";
import { errors } from "./english/errors.ts";
import { server } from "./english/server.ts";
import { sidebar } from "./english/sidebar.ts";
import { sign_in } from "./english/sign-in.ts";
import { status } from "./english/status.ts";
import { top_bar } from "./english/top-bar.ts";

/**
 * Every word the page shows, by the part of the window. Where a name or number belongs into a sentence, a function
 * says it; where the name is more than text, the function takes and gives any kind of node: `<T>(name: T) => ["Leave ", name]`.
 */
export const english = { common, errors, server, sidebar, sign_in, status, top_bar };

/** What each language has to say. A missing word is a compile error. */
export type Words = typeof english;

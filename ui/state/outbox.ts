import type { Pending } from "./state.ts";

/** What the server refused or must not get by itself, in the order written. */
export const notSent = (outbox: readonly Pending[]): readonly Pending[] =>
  outbox.filter(({ failure }) => failure !== null);

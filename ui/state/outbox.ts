import type { Pending } from "./state.ts";

/** What the server refused or must not get by itself, in the order written. */
export const notSent = (outbox: readonly Pending[]): readonly Pending[] =>
  outbox.filter(({ failure }) => failure !== null);

/** Of one whose files are left behind nothing may be there to be sent. */
export const canRetry = ({ failure, content, uploads, attachments }: Pending): boolean =>
  failure !== null && (content !== "" || uploads !== undefined || attachments !== undefined);

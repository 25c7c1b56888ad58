import type { HostMessage } from "../protocol/bridge.ts";

/** Something that keeps on disk what the person is to have back at the next start. */
interface Keeper {
  /** What of it cannot be used just now; undefined when all can. */
  readonly unusable_path: string | undefined;
}

/** Looks whether all can be kept, and tells the page once when it cannot: who starts chat by a double click sees no log. */
export function unkeptTeller(keepers: readonly Keeper[], post: (message: HostMessage) => void): () => void {
  let is_told = false;
  return () => {
    if (is_told) return;
    const path = keepers.flatMap(({ unusable_path }) => unusable_path ?? [])[0];
    if (path === undefined) return;
    is_told = true;
    const text = `${path} cannot be used now. Unless that changes, messages not sent, drafts and logins are lost when chat ends.`;
    post({ type: "warning", text });
  };
}

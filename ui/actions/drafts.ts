import type { App } from "../app.ts";

/** What is typed in a channel and not sent. */
export function setDraft({ store }: App, channel_id: number, text: string): void {
  const drafts = new Map(store.state.drafts);
  if (text === "") drafts.delete(channel_id);
  else drafts.set(channel_id, text);
  store.commit({ drafts, composer_error: null });
}

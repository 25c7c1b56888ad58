import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";
import { filesOf, isSaving } from "../state/uploads.ts";

/** Hands over what waits for a moment or for an undo, on all servers: the page may end now. */
export function flushPage({ list }: Servers): void {
  for (const { kept, deletions, arranger } of list.value) {
    kept.flush();
    arranger.flush();
    deletions.flush();
  }
}

/**
 * Files that are not sent are in this page alone, and what is not saved whole goes. A browser asks by itself whether such a page may end; in the window the page
 * asks, and whoever closes it all the same meanwhile is not held.
 */
export function askWithFiles({ list, shown }: Servers, event: Event): void {
  const { store } = shown.value;
  const holds = ({ store: { state } }: App) => filesOf(state).length > 0 || isSaving(state);
  if (store.state.closing || !list.value.some(holds)) return;
  event.preventDefault();
  if (store.state.place === "window") store.commit({ closing: true });
}

/** Disconnects from all servers and closes the window. */
export function quit({ servers, bridge }: App): void {
  flushPage(servers);
  for (const { keeper, link } of servers.list.value) {
    keeper.stop();
    link.hangUp();
  }
  bridge.post({ type: "quit" });
}

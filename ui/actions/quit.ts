import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";

/** Hands over what waits for a moment or for an undo, on all servers: the page may end now. */
export function flushPage({ list }: Servers): void {
  for (const { kept, deletions, arranger } of list.value) {
    kept.flush();
    arranger.flush();
    deletions.flush();
  }
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

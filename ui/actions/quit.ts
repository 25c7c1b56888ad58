import type { App } from "../app.ts";

/** Hands over what waits for a moment or for an undo: the page may end now. */
export function flushPage(app: App): void {
  app.kept.flush();
  app.deletions.flush();
}

/** Disconnects and closes the window. */
export function quit(app: App): void {
  flushPage(app);
  app.keeper.stop();
  app.link.hangUp();
  app.bridge.post({ type: "quit" });
}

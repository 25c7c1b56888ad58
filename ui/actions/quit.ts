import type { App } from "../app.ts";

/** Disconnects and closes the window. */
export function quit(app: App): void {
  app.keeper.stop();
  app.link.hangUp();
  app.bridge.post({ type: "quit" });
}

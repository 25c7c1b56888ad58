import type { RequestInput } from "../../src/protocol/registry.ts";
import type { App } from "../app.ts";

/** Chooses how one shows to others; what is left out stays. */
export async function choosePresence(app: App, choice: RequestInput<"presence.choose">): Promise<void> {
  const { store } = app;
  await app.link.request("presence.choose", choice, {
    settle: (presence) => store.commit({ presence }),
  });
}

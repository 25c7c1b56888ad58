import type { App } from "../app.ts";
import { LinkDown } from "../link/link-error.ts";

/** Loads the members of a public channel unless they are there; events keep them right from then on. */
export async function loadMembers(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  if (store.state.members.has(channel_id)) return;
  try {
    await app.link.request(
      "member.list",
      { channel_id },
      {
        settle: ({ members }) =>
          store.commit({ members: new Map(store.state.members).set(channel_id, members) }),
      },
    );
  } catch (error) {
    // After a loss of the connection this is asked again by itself.
    if (!(error instanceof LinkDown)) throw error;
  }
}

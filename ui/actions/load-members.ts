import type { App } from "../app.ts";
import { LinkDown } from "../link/link-error.ts";
import { patiently } from "./catch-up.ts";

/** Loads the members of a channel unless they are there; events keep them right from then on. */
export async function loadMembers(app: App, channel_id: number): Promise<void> {
  if (!app.store.state.members.has(channel_id)) await refreshMembers(app, channel_id);
}

/** Loads the members of a channel; those that are there stay on screen meanwhile. */
export async function refreshMembers(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  if (store.state.unloadable_members_id === channel_id) store.commit({ unloadable_members_id: null });
  try {
    await patiently(app, () =>
      app.link.request(
        "member.list",
        { channel_id },
        {
          settle: ({ members }) =>
            store.commit({ members: new Map(store.state.members).set(channel_id, members) }),
        },
      ),
    );
  } catch (error) {
    // After a loss of the connection this is asked again by itself.
    if (error instanceof LinkDown) return;
    if (store.state.open_channel_id === channel_id) store.commit({ unloadable_members_id: channel_id });
    throw error;
  }
}

/** Loads those one can write to: everybody is in the first channel unless they left it. */
export async function loadEveryone(app: App): Promise<void> {
  const general = [...app.store.state.channels.values()].find(({ name }) => name === "general");
  if (general !== undefined) await loadMembers(app, general.id);
}

import type { App } from "../app.ts";
import { isPassing, NoAnswer } from "../link/link-error.ts";

/** Opens or closes the list of what is pinned in a channel. */
export async function togglePins(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  if (store.state.pins !== null) return closePins(app);
  store.commit({ pins: { channel_id, messages: null } });
  await refreshPins(app, channel_id);
}

export const closePins = ({ store }: App): void => store.commit({ pins: null });

/** Asks anew what is pinned, when the list of that channel is open. */
export async function refreshPins({ link, store }: App, channel_id: number): Promise<void> {
  const { pins } = store.state;
  if (pins?.channel_id !== channel_id) return;
  if (pins.failed) store.commit({ pins: { channel_id, messages: null } });
  try {
    await link.request(
      "message.pins",
      { channel_id },
      {
        settle({ messages }) {
          if (store.state.pins?.channel_id === channel_id) store.commit({ pins: { channel_id, messages } });
        },
      },
    );
  } catch (error) {
    const now = store.state.pins;
    if (error instanceof NoAnswer && now?.channel_id === channel_id && now.messages === null)
      return store.commit({ pins: { ...now, failed: true } });
    // The catch-up after the next login asks again; what is listed stays meanwhile.
    if (isPassing(error)) return;
    store.commit({ pins: null });
    throw error;
  }
}

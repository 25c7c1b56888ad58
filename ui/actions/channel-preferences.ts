import type { RequestInput } from "../../src/protocol/registry.ts";
import type { App } from "../app.ts";
import type { DialogName } from "../state/dialogs.ts";
import { channelPreferencesChanged } from "../state/reducers/channel.ts";
import type { SectionName } from "../state/sections.ts";

type Change = Omit<RequestInput<"channel.set_preferences">, "channel_id">;

/** Sets how one wants a channel, on all one's devices. */
export async function setPreferences(
  { store, link, timers }: App,
  channel_id: number,
  change: Change,
): Promise<void> {
  await link.request(
    "channel.set_preferences",
    { channel_id, ...change },
    {
      settle: ({ preferences }) =>
        store.commit(channelPreferencesChanged(store.state, { channel_id, preferences }, timers.now_ms())),
    },
  );
}

/** Folds a section of the sidebar, or opens it again. */
export function toggleFold({ store }: App, section: SectionName): void {
  const folded = new Set(store.state.folded);
  if (!folded.delete(section)) folded.add(section);
  store.commit({ folded });
}

/** Opens a dialog about a channel, whichever is open. */
export function openChannelDialog({ store }: App, dialog: DialogName, channel_id: number): void {
  store.commit({ dialog, dialog_channel_id: channel_id });
}

import type { Channel } from "../../src/protocol/channel.ts";
import type { ChatEvent, Reply, RequestBody } from "../../src/protocol/registry.ts";

type Preferring = "channel.set_preferences" | "channel.arrange";

/** What the page's fake server answers to how one wants one's channels. */
export const preferenceAnswers = (
  find: (channel_id: number) => Channel,
  tell: (event: ChatEvent) => void,
): { [N in Preferring]: (body: RequestBody<N>) => Reply<N> } => ({
  "channel.set_preferences": ({ channel_id, ...change }) => {
    const channel = find(channel_id);
    for (const [name, value] of Object.entries(change))
      if (value !== undefined) Object.assign(channel, { [name]: value });
    if (change.favorite !== undefined) delete channel.place;
    const { level = "all", muted = false, favorite = false, place = null } = channel;
    const preferences = { level, muted, favorite, place };
    tell({ type: "channel.preferences_changed", body: { channel_id, preferences } });
    return { preferences };
  },
  "channel.arrange": ({ channel_ids }) => {
    for (const [at, channel_id] of channel_ids.entries()) find(channel_id).place = at + 1;
    tell({ type: "channel.arranged", body: { channel_ids } });
    return {};
  },
});

import type { Channel, ChannelPreferences } from "../../../src/protocol/channel.ts";
import type { Reducer } from "../reducers.ts";
import type { State } from "../state.ts";

/** The event is the same for everybody, so it knows less of what is mine than a channel already here. */
export const channelCreated: Reducer<"channel.created"> = (state, { channel }) =>
  state.channels.has(channel.id) ? {} : { channels: new Map(state.channels).set(channel.id, channel) };

export const channelUpdated: Reducer<"channel.updated"> = (state, { channel_id, ...change }) => {
  const channel = state.channels.get(channel_id);
  if (channel === undefined) return {};
  return { channels: new Map(state.channels).set(channel_id, { ...channel, ...change }) };
};

/** The marker may also go back: one can mark as unread. */
export const channelMarkedRead: Reducer<"channel.marked_read"> = (state, body) => {
  const { channel_id, read_seq, mention_count } = body;
  const channel = state.channels.get(channel_id);
  if (channel === undefined || (channel.read_seq === read_seq && channel.mention_count === mention_count))
    return {};
  return { channels: new Map(state.channels).set(channel_id, { ...channel, read_seq, mention_count }) };
};

/** A message from before names oneself now, or no more. What a list of channels or a later event has counted already is not counted again. */
export const mentionChanged: Reducer<"mention.changed"> = (state, { channel_id, seq, rev, named }) => {
  const channel = state.channels.get(channel_id);
  if (channel === undefined || rev <= channel.last_rev || seq <= channel.read_seq) return {};
  const mention_count = Math.max(0, channel.mention_count + (named ? 1 : -1));
  return { channels: new Map(state.channels).set(channel_id, { ...channel, mention_count }) };
};

/** What the answer to reading says; how many mentions are left comes with the event. */
export function channelRead(state: State, channel_id: number, read_seq: number): Partial<State> {
  const channel = state.channels.get(channel_id);
  if (channel === undefined || channel.read_seq >= read_seq) return {};
  const mention_count = read_seq >= channel.last_seq ? 0 : channel.mention_count;
  return { channels: new Map(state.channels).set(channel_id, { ...channel, read_seq, mention_count }) };
}

export const channelPreferencesChanged: Reducer<"channel.preferences_changed"> = (
  state,
  { channel_id, preferences },
) => {
  const channel = state.channels.get(channel_id);
  if (channel === undefined) return {};
  return { channels: new Map(state.channels).set(channel_id, withPreferences(channel, preferences)) };
};

/** The channels stand in this order; where others stand does not change. */
export function channelsArranged(state: State, channel_ids: readonly number[]): Partial<State> {
  const channels = new Map(state.channels);
  for (const [at, channel_id] of channel_ids.entries()) {
    const channel = channels.get(channel_id);
    if (channel !== undefined) channels.set(channel_id, { ...channel, place: at + 1 });
  }
  return { channels };
}

/** As the server tells channels: what says nothing is left out. */
function withPreferences(channel: Channel, { level, muted, favorite, place }: ChannelPreferences): Channel {
  return {
    ...withoutPreferences(channel),
    ...(level !== "all" && { level }),
    ...(muted && { muted }),
    ...(favorite && { favorite }),
    ...(place !== null && { place }),
  };
}

/** The channel as it is for one who has just joined it. */
export function withoutPreferences({
  level: _level,
  muted: _muted,
  favorite: _favorite,
  place: _place,
  ...channel
}: Channel): Channel {
  return channel;
}

import type { Reducer } from "../reducers.ts";

/** The event is the same for everybody, so it knows less of what is mine than a channel already here. */
export const channelCreated: Reducer<"channel.created"> = (state, { channel }) =>
  state.channels.has(channel.id) ? {} : { channels: new Map(state.channels).set(channel.id, channel) };

export const channelMarkedRead: Reducer<"channel.marked_read"> = (state, { channel_id, read_seq }) => {
  const channel = state.channels.get(channel_id);
  if (channel === undefined || channel.read_seq >= read_seq) return {};
  return { channels: new Map(state.channels).set(channel_id, { ...channel, read_seq }) };
};

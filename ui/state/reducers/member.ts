import type { Channel } from "../../../src/protocol/channel.ts";
import type { Member, User } from "../../../src/protocol/fields.ts";
import type { Reducer } from "../reducers.ts";
import type { State } from "../state.ts";
import { addNotice } from "../timeline.ts";
import { withoutPreferences } from "./channel.ts";

export const memberJoined: Reducer<"member.joined"> = (state, { channel_id, member }, now_ms) => {
  if (member.user_id === state.me?.user_id) return channelJoined(state, channel_id);
  const members = state.members.get(channel_id);
  const known = members?.some(({ user_id }) => user_id === member.user_id) ?? false;
  if (known) return {};
  return {
    ...(members === undefined ? {} : { members: withMembers(state, channel_id, insert(members, member)) }),
    ...addNotice(state, channel_id, { kind: "joined", user: member }, now_ms),
  };
};

export const memberLeft: Reducer<"member.left"> = (state, { channel_id, user }, now_ms) => {
  if (user.user_id === state.me?.user_id) return channelLeft(state, channel_id);
  return {
    ...withoutMember(state, channel_id, user),
    ...addNotice(state, channel_id, { kind: "left", user }, now_ms),
  };
};

export const presenceChanged: Reducer<"presence.changed"> = (state, { users }) => {
  const news = new Map(users.map((user) => [user.user_id, user]));
  const differs = (member: Member) => {
    const now = news.get(member.user_id);
    return now !== undefined && (now.status !== member.status || now.status_text !== member.status_text);
  };
  const change = <M extends Member>(list: readonly M[]): readonly M[] =>
    list.some(differs) ? list.map((member) => ({ ...member, ...news.get(member.user_id) })) : list;
  const members = mapValues(state.members, change);
  const channels = mapValues(state.channels, (channel): Channel => {
    const changed = change(channel.members);
    return changed === channel.members ? channel : { ...channel, members: [...changed] };
  });
  return {
    ...(members === state.members ? {} : { members }),
    ...(channels === state.channels ? {} : { channels }),
  };
};

/** On this or another of one's devices. A new member has nothing to catch up with. */
function channelJoined(state: State, channel_id: number): Partial<State> {
  const channel = state.channels.get(channel_id);
  if (channel === undefined || channel.joined) return {};
  const joined = { ...channel, joined: true, read_seq: channel.last_seq, mention_count: 0 };
  return { channels: new Map(state.channels).set(channel_id, joined) };
}

/** What remains of a public channel one has left: its name, to join again. Of a private one, and of direct messages that are gone, nothing does. */
export function channelLeft(state: State, channel_id: number): Partial<State> {
  const timelines = new Map(state.timelines);
  timelines.delete(channel_id);
  const members = new Map(state.members);
  members.delete(channel_id);
  return {
    ...setLeft(state, channel_id),
    timelines,
    members,
    ...(state.open_channel_id === channel_id ? { open_channel_id: null } : {}),
    ...(state.pins?.channel_id === channel_id ? { pins: null } : {}),
  };
}

function setLeft(state: State, channel_id: number): Partial<State> {
  const channel = state.channels.get(channel_id);
  if (channel === undefined) return {};
  const channels = new Map(state.channels);
  if (channel.kind === "public") channels.set(channel_id, { ...withoutPreferences(channel), joined: false });
  else channels.delete(channel_id);
  return { channels };
}

const withMembers = (state: State, channel_id: number, members: readonly Member[]) =>
  new Map(state.members).set(channel_id, members);

function withoutMember(state: State, channel_id: number, user: User): Partial<State> {
  const members = state.members.get(channel_id);
  if (members === undefined) return {};
  const rest = members.filter(({ user_id }) => user_id !== user.user_id);
  return { members: withMembers(state, channel_id, rest) };
}

/** Keeps the order of names, which is without regard to case. */
function insert(members: readonly Member[], member: Member): readonly Member[] {
  const name = member.username.toLowerCase();
  const at = members.findIndex(({ username }) => username.toLowerCase() > name);
  return at === -1 ? [...members, member] : members.toSpliced(at, 0, member);
}

/** The same map when no value changes, so that nothing is drawn again for nothing. */
function mapValues<V>(map: ReadonlyMap<number, V>, change: (value: V) => V): ReadonlyMap<number, V> {
  let changed = false;
  const result = new Map<number, V>();
  for (const [key, value] of map) {
    const next = change(value);
    changed ||= next !== value;
    result.set(key, next);
  }
  return changed ? result : map;
}

import { expect, test } from "bun:test";

import { channelLabel, channelSections, newsTotal, publicChannels } from "../../../ui/state/channels.ts";
import { firstChannelId, neighbourChannelId } from "../../../ui/state/sections.ts";
import { initialState, type State } from "../../../ui/state/state.ts";
import { PageData } from "../../support/page-data.ts";

function street() {
  const data = new PageData();
  const ana = data.person("ana");
  const ben = data.person("ben");
  const movies = data.channel("movies");
  const general = data.channel("general");
  const attic = data.channel("attic", "", false);
  const dm_ben = data.dm(ana, ben);
  const dm_self = data.dm(ana, ana);
  data.say(general, ben, "a", { read: false, at_ms: 1 });
  data.say(general, ben, "b", { read: false, at_ms: 2 });
  data.say(attic, ben, "c", { read: false, at_ms: 3 });
  data.say(dm_self, ana, "milk", { at_ms: 20 });
  data.say(dm_ben, ben, "hi", { read: false, at_ms: 30 });
  const state: State = { ...initialState(0), me: ana, channels: new Map(data.channels) };
  return { state, movies, general, attic, dm_ben, dm_self };
}

test("sections: mine by name, the archived apart, direct messages with the newest first", () => {
  const { state, movies, general, attic, dm_ben, dm_self } = street();
  const cellar = { ...movies, id: 90, name: "cellar", archived_at_ms: 1 };
  const secret = { ...movies, id: 91, name: "secret", kind: "private" as const };
  const channels = new Map(state.channels).set(90, cellar).set(91, secret);
  expect(channelSections(channels)).toEqual({
    joined: [general, movies, secret],
    archived: [cellar],
    dms: [dm_ben, dm_self],
  });
  expect(publicChannels(channels)).toEqual([attic, general, movies, cellar]);
});

test("labels as one would write them", () => {
  const { general, dm_ben, dm_self } = street();
  expect([general, dm_ben, dm_self].map((channel) => channelLabel(channel, 1))).toEqual([
    "#general",
    "@ben",
    "@ana",
  ]);
});

test("unread counts leave out channels one is not in", () => {
  expect(newsTotal(street().state.channels)).toBe(3);
});

test("begins with the channel that was open, else general", () => {
  const { state, movies, general, attic } = street();
  expect(firstChannelId(state)).toBe(general.id);
  expect(firstChannelId({ ...state, open_channel_id: movies.id })).toBe(movies.id);
  expect(firstChannelId({ ...state, open_channel_id: attic.id })).toBe(general.id);
  expect(firstChannelId({ ...state, channels: new Map() })).toBeNull();
});

test("Alt+Down and Alt+Up go round and round", () => {
  const { state, movies, general, dm_ben, dm_self } = street();
  const from = (id: number, step: 1 | -1) =>
    neighbourChannelId({ ...state, open_channel_id: id }, step, false);
  expect([general, movies, dm_ben, dm_self].map(({ id }) => from(id, 1))).toEqual([
    movies.id,
    dm_ben.id,
    dm_self.id,
    general.id,
  ]);
  expect(from(general.id, -1)).toBe(dm_self.id);
});

test("with Shift they stop at the unread ones only, and stay where nothing else is unread", () => {
  const { state, movies, general, dm_ben, dm_self } = street();
  const from = (id: number, step: 1 | -1, channels = state.channels) =>
    neighbourChannelId({ ...state, channels, open_channel_id: id }, step, true);
  expect([general, movies, dm_ben, dm_self].map(({ id }) => from(id, 1))).toEqual([
    dm_ben.id,
    dm_ben.id,
    general.id,
    general.id,
  ]);
  expect(from(dm_self.id, -1)).toBe(dm_ben.id);
  expect(from(movies.id, 1, new Map([[movies.id, movies]]))).toBe(movies.id);
});

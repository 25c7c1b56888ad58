import { expect, test } from "bun:test";

import type { Channel } from "../../../src/protocol/channel.ts";
import { newsCount, newsTotal, urgentCount } from "../../../ui/state/channels.ts";
import { channelsArranged } from "../../../ui/state/reducers/channel.ts";
import {
  movedTo,
  neighbourChannelId,
  section_names,
  type Sections,
  shownOf,
  sidebarSections,
} from "../../../ui/state/sections.ts";
import { initialState, type State } from "../../../ui/state/state.ts";
import { PageData } from "../../support/page-data.ts";

function street() {
  const data = new PageData();
  const [ana, ben, cleo] = [data.person("ana"), data.person("ben"), data.person("cleo")];
  const [art, books, chess] = [data.channel("art"), data.channel("books"), data.channel("chess")];
  const club = data.channel("club", "", true, "private");
  const with_ben = data.dm(ana, ben);
  const with_cleo = data.dm(ana, cleo);
  data.say(with_cleo, cleo, "earlier", { at_ms: 10 });
  data.say(with_ben, ben, "later", { at_ms: 20 });
  const state: State = { ...initialState(0), me: ana, channels: new Map(data.channels) };
  return { data, state, ben, art, books, chess, club, with_ben, with_cleo };
}

const shape = (sections: Sections) =>
  Object.fromEntries(section_names.map((name) => [name, sections[name].map(({ id }) => id)]));

const withChannel = (state: State, channel: Channel): State => ({
  ...state,
  channels: new Map(state.channels).set(channel.id, channel),
});

test("each channel stands in one section: as one has put it, then by name, direct messages by the last", () => {
  const { state, art, books, chess, club, with_ben, with_cleo } = street();
  let now = withChannel(state, { ...with_cleo, favorite: true });
  now = withChannel(now, { ...art, favorite: true });
  expect(shape(sidebarSections(now.channels))).toEqual({
    favorites: [art.id, with_cleo.id],
    channels: [books.id, chess.id],
    privates: [club.id],
    dms: [with_ben.id],
    archived: [],
  });
  now = { ...now, ...channelsArranged(now, [with_cleo.id, art.id]) };
  now = { ...now, ...channelsArranged(now, [chess.id, books.id]) };
  const { favorites, channels } = sidebarSections(now.channels);
  expect([favorites, channels].map((list) => list.map(({ id }) => id))).toEqual([
    [with_cleo.id, art.id],
    [chess.id, books.id],
  ]);
  const put = { ...chess, place: 1, archived_at_ms: 5, favorite: true };
  const { archived } = sidebarSections(withChannel(now, put).channels);
  expect(archived.map(({ id }) => id)).toEqual([chess.id]);
});

test("a channel goes to any place of its section, and not out of it", () => {
  const { art, books, chess } = street();
  const list = [art, books, chess];
  expect(movedTo(list, art.id, 2)).toEqual([books.id, chess.id, art.id]);
  expect(movedTo(list, chess.id, -5)).toEqual([chess.id, art.id, books.id]);
  expect(movedTo(list, chess.id, 9)).toBeUndefined();
  expect(movedTo(list, 99, 0)).toBeUndefined();
});

test("a muted channel has no news but what names one, and is passed over by the next unread", () => {
  const { data, state, ben, art, books, with_ben } = street();
  for (const channel of [art, books, with_ben]) data.say(channel, ben, "hello", { read: false });
  const unread: State = { ...state, channels: new Map(data.channels), open_channel_id: art.id };
  expect(newsTotal(unread.channels)).toBe(3);
  const quiet = withChannel(withChannel(unread, { ...books, muted: true }), { ...with_ben, muted: true });
  expect(newsTotal(quiet.channels)).toBe(1);
  expect(neighbourChannelId(unread, 1, true)).toBe(books.id);
  expect(neighbourChannelId(quiet, 1, true)).toBe(art.id);
  expect(neighbourChannelId(quiet, 1, false)).toBe(books.id);
  const named = { ...books, muted: true, mention_count: 1 };
  expect([newsCount(named), urgentCount(named)]).toEqual([1, 1]);
  expect(neighbourChannelId(withChannel(quiet, named), 1, true)).toBe(books.id);
});

test("of a folded section what is open and what has news is shown", () => {
  const { data, ben, art, books, chess } = street();
  data.say(chess, ben, "e4", { read: false });
  const list = [art, books, chess];
  expect(shownOf(list, false, null)).toEqual(list);
  expect(shownOf(list, true, art.id)).toEqual([art, chess]);
  expect(shownOf([art, { ...chess, muted: true }], true, null)).toEqual([]);
});

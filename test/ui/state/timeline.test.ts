import { describe, expect, test } from "bun:test";

import type { Message } from "../../../src/protocol/message.ts";
import { freshPage, type HistoryPage, newerPage, olderPage } from "../../../ui/state/pages.ts";
import { initialState, type State } from "../../../ui/state/state.ts";
import { addMessage, holdsNewest, isBehind, withLatest } from "../../../ui/state/timeline.ts";
import { PageData } from "../../support/page-data.ts";
import { timelineOf } from "../../support/page-timeline.ts";

const data = new PageData();
const ana = data.person("ana");
const ben = data.person("ben");
const general = data.channel("general");
for (let number = 1; number <= 600; number++) data.say(general, ben, `${number}`, { read: false });
const all = data.messages.get(general.id) ?? [];
const span = (from: number, to: number): Message[] => all.slice(from - 1, to);

/** ana's page, holding the messages from..to, in a channel whose newest is `to`. */
function holding(from: number, to: number, patch: Partial<State> = {}): State {
  const channel = { ...general, last_rev: to, last_seq: to, read_seq: to };
  return {
    ...initialState(0),
    me: ana,
    channels: new Map([[general.id, channel]]),
    timelines: new Map([[general.id, timelineOf(span(from, to))]]),
    open_channel_id: general.id,
    attentive: true,
    ...patch,
  };
}

const pending = {
  nonce: "n",
  channel_id: general.id,
  kind: "text",
  content: "4",
  reply_to_seq: null,
  created_at_ms: 0,
  failure: null,
  place: null,
  kept: true,
  tries: 0,
} as const;

const apply = (state: State, patch: Partial<State>): State => ({ ...state, ...patch });
const add = (state: State, message: Message | undefined): State =>
  message === undefined ? state : apply(state, addMessage(state, message));
const seqs = (state: State): number[] =>
  state.timelines.get(general.id)?.messages.map(({ seq }) => seq) ?? [];
const channelOf = (state: State) => state.channels.get(general.id);

describe("a message that comes", () => {
  test("goes to the end and makes the channel unread", () => {
    const state = add(holding(1, 3), all[3]);
    expect(seqs(state)).toEqual([1, 2, 3, 4]);
    expect(channelOf(state)).toMatchObject({ last_seq: 4, read_seq: 3 });
  });

  test("a second time changes nothing", () => {
    const once = add(holding(1, 3), all[3]);
    const twice = add(once, all[3]);
    expect(seqs(twice)).toEqual([1, 2, 3, 4]);
    expect(channelOf(twice)).toEqual(channelOf(once));
  });

  test("after a hole does not go in, and the hole is known", () => {
    const before = holding(1, 3);
    expect(isBehind(before, general.id)).toBe(false);
    const state = add(before, all[5]);
    expect(seqs(state)).toEqual([1, 2, 3]);
    expect(isBehind(state, general.id)).toBe(true);
  });

  test("one's own is read, and leaves the outbox", () => {
    const own = { ...span(4, 4)[0], author: ana, nonce: "n" } as Message;
    const state = add(holding(1, 3, { outbox: [pending], new_line_seq: 2 }), own);
    expect(state.outbox).toEqual([]);
    expect(channelOf(state)).toMatchObject({ last_seq: 4, read_seq: 4 });
    expect(state.new_line_seq).toBeNull();
  });

  test("one's own of long ago, told again, leaves what names me unread; one that is new does not", () => {
    const unread = { last_rev: 5, last_seq: 5, read_seq: 3, mention_count: 1 };
    const named = { ...holding(1, 5), channels: new Map([[general.id, { ...general, ...unread }]]) };
    const own = (seq: number) => ({ ...span(seq, seq)[0], author: ana }) as Message;
    expect(channelOf(add(named, own(2)))).toMatchObject(unread);
    expect(channelOf(add(named, own(6)))).toMatchObject({ read_seq: 6, mention_count: 0 });
  });

  test("someone else's with the same nonce leaves mine where it is", () => {
    const other = { ...span(4, 4)[0], nonce: "n" } as Message;
    const state = add(holding(1, 3, { outbox: [pending] }), other);
    expect(state.outbox).toHaveLength(1);
  });

  test("of a channel that is not known changes nothing", () => {
    expect(addMessage({ ...holding(1, 3), channels: new Map() }, span(4, 4)[0] as Message)).toEqual({});
  });
});

describe("the line before what is new", () => {
  test("is drawn once when nobody looks, and not when someone does", () => {
    expect(add(holding(1, 3), all[3]).new_line_seq).toBeNull();
    const away = holding(1, 3, { attentive: false });
    expect(add(add(away, all[3]), all[4]).new_line_seq).toBe(3);
    const scrolled_up = holding(1, 3, { at_end: false });
    expect(add(scrolled_up, all[3]).new_line_seq).toBe(3);
  });

  test("an old one, all read, gives way to a new one", () => {
    expect(add(holding(1, 3, { attentive: false, new_line_seq: 1 }), all[3]).new_line_seq).toBe(3);
  });
});

const page = (from: number, to: number): HistoryPage => ({
  messages: span(from, to),
  has_more_before: from > 1,
  has_more_after: to < 600,
});

describe("what is held", () => {
  const page = (from: number, to: number): HistoryPage => ({
    messages: span(from, to),
    has_more_before: from > 1,
    has_more_after: to < 600,
  });
  const timeline = (state: State) => state.timelines.get(general.id);

  test("is bounded while one pages up: the newest go, and what comes live stays out", () => {
    let state = holding(551, 600);
    for (let from = 501; from > 0; from -= 50)
      state = apply(state, olderPage(state, general.id, page(from, from + 49)));
    expect(seqs(state)).toEqual(span(1, 400).map(({ seq }) => seq));
    expect(timeline(state)?.has_newer).toBe(true);
    expect(holdsNewest(state, general.id)).toBe(false);
  });

  test("is bounded while one pages down, to the newest without a hole", () => {
    let state = holding(1, 400);
    state = apply(state, {
      timelines: new Map([[general.id, timelineOf(span(1, 400), { has_newer: true })]]),
      channels: new Map([[general.id, { ...general, last_rev: 600, last_seq: 600 }]]),
    });
    for (let from = 401; from < 600; from += 50)
      state = apply(state, newerPage(state, general.id, page(from, from + 49)));
    expect(seqs(state)).toEqual(span(201, 600).map(({ seq }) => seq));
    expect(timeline(state)).toMatchObject({ has_older: true, has_newer: false });
  });

  test("is that of the fifty channels looked at last", () => {
    const held = new Map(Array.from({ length: 60 }, (_, id) => [id, timelineOf([])]));
    const kept = withLatest(held, 5);
    expect([...kept.keys()].at(-1)).toBe(5);
    expect(kept.size).toBe(50);
    expect(kept.has(10)).toBe(false);
    expect(withLatest(kept, 99).size).toBe(49);
  });
});

describe("pages", () => {
  test("a page that no longer fits, because the timeline was replaced meanwhile, is dropped", () => {
    const state = holding(500, 510);
    const after = apply(state, olderPage(state, general.id, page(50, 99)));
    expect(seqs(after)).toEqual(span(500, 510).map(({ seq }) => seq));
    expect(after.timelines.get(general.id)).toMatchObject({ has_older: true, loading_older: false });
  });

  test("a later page that no longer fits is dropped likewise", () => {
    const state = holding(76, 125);
    const after = apply(state, newerPage(state, general.id, page(501, 550)));
    expect(seqs(after)).toEqual(span(76, 125).map(({ seq }) => seq));
    expect(after.timelines.get(general.id)).toMatchObject({ loading_newer: false });
  });

  test("older ones go before, without doubles", () => {
    const state = holding(51, 60);
    const older = apply(state, olderPage(state, general.id, page(31, 52)));
    expect(seqs(older)).toEqual(span(31, 60).map(({ seq }) => seq));
    expect(older.timelines.get(general.id)).toMatchObject({ has_older: true, loading_older: false });
  });

  test("newer ones go behind, without doubles, until the newest is there", () => {
    const around = apply(holding(1, 600), freshPage(holding(1, 600), general.id, page(500, 550), 600));
    expect(holdsNewest(around, general.id)).toBe(false);
    const more = apply(around, newerPage(around, general.id, page(549, 590)));
    expect(seqs(more)).toEqual(span(500, 590).map(({ seq }) => seq));
    expect(holdsNewest(more, general.id)).toBe(false);
    const all_of_it = apply(more, newerPage(more, general.id, page(591, 600)));
    expect(holdsNewest(all_of_it, general.id)).toBe(true);
  });

  test("a fresh one takes the place of all that is held", () => {
    const state = holding(1, 3);
    const replaced = apply(state, freshPage(state, general.id, page(551, 600), 3));
    expect(seqs(replaced)).toEqual(span(551, 600).map(({ seq }) => seq));
    expect(channelOf(replaced)).toMatchObject({ last_seq: 600, last_rev: 600 });
    expect(holdsNewest(replaced, general.id)).toBe(true);
  });

  test("what comes while one reads further up is not added before its page is", () => {
    const state = holding(1, 3);
    const around = apply(state, freshPage(state, general.id, page(1, 2), 3));
    const next = add(around, all[3]);
    expect(seqs(next)).toEqual([1, 2]);
    expect(isBehind(next, general.id)).toBe(false);
    expect(channelOf(next)?.last_seq).toBe(4);
  });

  test("change that was made before a page was asked for cannot be missing from it", () => {
    const state = holding(1, 3);
    const later = add(state, all[3]);
    const fresh = apply(later, freshPage(later, general.id, page(1, 3), 3));
    expect(fresh.timelines.get(general.id)).toMatchObject({ rev: 3, has_newer: true });
    expect(isBehind(fresh, general.id)).toBe(true);
  });

  test("a page that holds what was written here takes it out of the outbox", () => {
    const own = { ...span(4, 4)[0], author: ana, nonce: "n" } as Message;
    const state = holding(1, 3, { outbox: [pending] });
    expect(newerPage(state, general.id, { ...page(4, 4), messages: [own] }).outbox).toEqual([]);
  });
});

describe("a long list", () => {
  test("is cut at its beginning while its end is read", () => {
    const state = add(holding(1, 400), all[400]);
    expect(seqs(state)).toEqual(span(152, 401).map(({ seq }) => seq));
    expect(state.timelines.get(general.id)?.has_older).toBe(true);
  });

  test("is not cut under the eyes of one who has scrolled up", () => {
    expect(seqs(add(holding(1, 400, { at_end: false }), all[400]))).toHaveLength(401);
  });
});

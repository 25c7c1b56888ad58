import { expect, test } from "bun:test";

import { initialState } from "../../../ui/state/state.ts";
import {
  stillTyping,
  type Typing,
  typingWords,
  withoutTypist,
  withTypist,
} from "../../../ui/state/typing.ts";

const who = (user_id: number, username: string) => ({ user_id, username });
const none: Typing = new Map();

test("three are named, more are several", () => {
  const list = ["ana", "ben", "chidi", "dalia"].map((name, at) => ({ ...who(at, name), until_ms: 0 }));
  expect([0, 1, 2, 3, 4].map((count) => typingWords(list.slice(0, count), new Map()))).toEqual([
    undefined,
    "ana is typing…",
    "ana and ben are typing…",
    "ana, ben and chidi are typing…",
    "Several people are typing…",
  ]);
});

test("who goes on keeps their place and is shown for six seconds more", () => {
  const first = withTypist(withTypist(none, 1, who(1, "ana"), 0), 1, who(2, "ben"), 1_000);
  const later = withTypist(first, 1, who(1, "ana"), 3_000);
  expect(later.get(1)?.map(({ username, until_ms }) => [username, until_ms])).toEqual([
    ["ana", 9_000],
    ["ben", 7_000],
  ]);
  const state = { ...initialState(0), typing: later };
  expect(stillTyping(state, 6_999)).toEqual({});
  expect(
    stillTyping(state, 7_000)
      .typing?.get(1)
      ?.map(({ username }) => username),
  ).toEqual(["ana"]);
  expect(stillTyping(state, 9_000).typing?.size).toBe(0);
});

test("a message of theirs ends it, in that channel alone", () => {
  const both = withTypist(withTypist(none, 1, who(1, "ana"), 0), 2, who(1, "ana"), 0);
  expect([...withoutTypist(both, 1, 1).keys()]).toEqual([2]);
  expect(withoutTypist(both, 1, 9)).toBe(both);
});

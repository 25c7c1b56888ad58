import { expect, test } from "bun:test";

import { TypingLimit } from "../../src/domain/typing-limit.ts";
import { limits } from "../../src/protocol/limits.ts";

const [ana, ben] = [1, 2];
const [general, music] = [1, 2];
const every_ms = limits.typing_interval_ms;

test("one in 3 s goes through, for each user and channel by itself", () => {
  const typing = new TypingLimit();
  expect(typing.take(ana, general, 0)).toBe(true);
  expect(typing.take(ana, general, 1)).toBe(false);
  expect(typing.take(ana, general, every_ms - 1)).toBe(false);
  expect(typing.take(ana, music, 1)).toBe(true);
  expect(typing.take(ben, general, 1)).toBe(true);
  expect(typing.take(ana, general, every_ms)).toBe(true);
  expect(typing.take(ana, general, every_ms + 1)).toBe(false);
});

test("what is refused does not put the next one off", () => {
  const typing = new TypingLimit();
  const told = Array.from({ length: 100 }, (_, at) => at * 100).filter((at_ms) =>
    typing.take(ana, general, at_ms),
  );
  expect(told).toEqual([0, 3_000, 6_000, 9_000]);
});

test("users and channels are not mistaken for one another", () => {
  const typing = new TypingLimit();
  expect(typing.take(1, 23, 0)).toBe(true);
  expect(typing.take(12, 3, 0)).toBe(true);
});

test("a clock that was set back silences nobody", () => {
  const typing = new TypingLimit();
  expect(typing.take(ana, general, 1_000_000)).toBe(true);
  expect(typing.take(ana, general, 5)).toBe(true);
});

test("sweeping forgets nothing that still counts", () => {
  const typing = new TypingLimit();
  typing.take(ana, general, 0);
  typing.take(ben, general, 1_000);
  typing.sweep(every_ms);
  expect(typing.take(ben, general, every_ms)).toBe(false);
  expect(typing.take(ana, general, every_ms)).toBe(true);
});

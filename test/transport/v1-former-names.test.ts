import { expect, test } from "bun:test";

import { Names } from "../../src/transport/v1/names.ts";

test("of the names that a channel had the last ones lead to it, and no more are kept", () => {
  const names = new Names();
  names.bind("board", 7);
  for (let turn = 0; turn < 1_000; turn++) {
    names.addId(9, `name-${turn}`);
    names.bind(`name-${turn}~9`, 9);
    names.bind(`own-${turn}`, 8);
  }
  expect(names.bound("board")).toBe(7);
  expect([names.bound("own-999"), names.bound("own-997"), names.bound("own-996")]).toEqual([8, 8, undefined]);
  expect(names.bound("name-0~9")).toBeUndefined();
  expect(names.bound("name-999~9")).toBe(9);
});

test("a name that leads to one channel is not given to another", () => {
  const names = new Names();
  names.bind("board", 7);
  names.bind("board", 9);
  expect(names.bound("board")).toBe(7);
});

test("a channel that is called by its own name again is found by what it was called before only when that was bound", () => {
  const names = new Names();
  names.addId(9, "board");
  expect([names.shown(9), names.bound("board~9")]).toEqual(["board~9", 9]);
  names.dropId(9);
  expect([names.shown(9), names.bound("board~9"), names.has_shown]).toEqual([undefined, undefined, false]);
});

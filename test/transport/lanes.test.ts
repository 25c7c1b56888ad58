import { expect, test } from "bun:test";

import { Lanes } from "../../src/transport/lanes.ts";

test("what stands in a lane stays when more come than there were lanes for, and each lane is one connection's", () => {
  const lanes = new Lanes();
  const own = Array.from({ length: 100 }, (_, at) => {
    const lane = lanes.open();
    lanes.set(lane, at, at % 2 === 0 ? "frames" : "translated");
    lanes.count(lane, at);
    return lane;
  });
  expect(new Set(own).size).toBe(100);
  const found = own.map((lane) => [
    lanes.fds[lane],
    lanes.forms[lane],
    lanes.turns[lane],
    lanes.counts[lane],
  ]);
  expect(found).toEqual(own.map((_, at) => [at, at % 2 === 0 ? 1 : 2, at, 1]));
});

test("frames are counted by turns, also beyond what a byte holds", () => {
  const lanes = new Lanes();
  const [lane, other] = [lanes.open(), lanes.open()];
  const counted = (turn: number, times: number) =>
    Array.from({ length: times }, () => lanes.count(lane, turn));
  expect(counted(1, 3)).toEqual([1, 2, 3]);
  expect(lanes.count(other, 1)).toBe(1);
  expect(counted(2, 600).filter((count) => count <= 1)).toEqual([1]);
  expect(counted(3, 2)).toEqual([1, 2]);
});

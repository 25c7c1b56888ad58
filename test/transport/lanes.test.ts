import { expect, test } from "bun:test";

import { Lanes } from "../../src/transport/lanes.ts";

test("what stands in a lane stays when more come than there were lanes for, and each lane is one connection's", () => {
  const lanes = new Lanes();
  const own = Array.from({ length: 100 }, (_, at) => {
    const lane = lanes.open();
    lanes.set(lane, at, at % 2 === 0 ? "frames" : "translated");
    lanes.turns[lane] = at;
    return lane;
  });
  expect(new Set(own).size).toBe(100);
  const found = own.map((lane) => [lanes.fds[lane], lanes.forms[lane], lanes.turns[lane]]);
  expect(found).toEqual(own.map((_, at) => [at, at % 2 === 0 ? 1 : 2, at]));
});

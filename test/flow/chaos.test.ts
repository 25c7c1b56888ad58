import { expect, test } from "bun:test";

import { killStorm } from "../support/chaos/storm.ts";

// The short form; `bun run chaos` is the long one.
test("a server that is killed while 20 clients write loses nothing that it acknowledged, and doubles nothing", async () => {
  const { stored, acknowledged, per_second, ...faults } = await killStorm({ kills: 5, writers: 20 });
  console.log(`acknowledged ${acknowledged}, lost ${faults.lost}, doubled ${faults.doubled}`);
  expect(faults).toEqual({
    kills: 5,
    lost: 0,
    doubled: 0,
    out_of_order: 0,
    holes: 0,
    contradictions: 0,
    integrity: "ok",
  });
  expect(stored).toBe(acknowledged);
  expect(acknowledged).toBeGreaterThan(1_000);
  expect(per_second).toBeGreaterThan(0);
}, 120_000);

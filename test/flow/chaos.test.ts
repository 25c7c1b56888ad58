import { expect, test } from "bun:test";

import { killStorm } from "../support/chaos/storm.ts";
import { under_way_max } from "../support/chaos/writer.ts";
import { runChat } from "../support/program.ts";
import { temporaryFolder } from "../support/server.ts";

const writers = 20;

// The short form; `bun run chaos` is the long one.
test("a server that is killed while 20 clients write loses nothing that it acknowledged, and doubles nothing", async () => {
  const storm = await killStorm({ kills: 5, writers });
  const { stored, acknowledged, per_second, under_way_min, acknowledged_between_min, ...faults } = storm;
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
  // The load is a fact at any speed: at each kill every writer but the one just answered has all it may have under way.
  expect(under_way_min).toBeGreaterThanOrEqual((writers - 1) * under_way_max);
  expect(acknowledged_between_min).toBeGreaterThanOrEqual(100);
  console.log(`${per_second} acknowledged a second, ${under_way_min} under way at the least at a kill`);
}, 120_000);

test("a server that leaves the time of writing to the system loses nothing either when only it is killed", async () => {
  const args = ["--durability", "normal"];
  const { lost, doubled, acknowledged } = await killStorm({ kills: 2, writers: 10, args });
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(acknowledged).toBeGreaterThan(500);
}, 60_000);

test("another level of durability is refused", async () => {
  const cwd = await temporaryFolder();
  const { code, err } = await runChat(["serve", "--durability", "half"], { cwd });
  expect(code).toBe(2);
  expect(err).toContain("--durability must be one of full, normal");
});

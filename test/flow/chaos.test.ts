import { expect, test } from "bun:test";

import { killStorm } from "../support/chaos/storm.ts";
import { runChat } from "../support/program.ts";
import { temporaryFolder } from "../support/server.ts";

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

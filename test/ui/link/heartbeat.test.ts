import { expect, test } from "bun:test";

import { Heartbeat } from "../../../ui/link/heartbeat.ts";
import { FakeTimers } from "../../support/page-timers.ts";

function beat(chance = 1) {
  const timers = new FakeTimers();
  timers.chance = chance;
  const counts = { asked: 0, given_up: 0 };
  const heartbeat = new Heartbeat(
    timers,
    30_000,
    () => counts.asked++,
    () => counts.given_up++,
  );
  return { timers, counts, heartbeat };
}

test("asks after half an interval of silence and gives up one and a half later", async () => {
  const { timers, counts } = beat();
  await timers.pass(14_999);
  expect(counts).toEqual({ asked: 0, given_up: 0 });
  await timers.pass(1);
  expect(counts).toEqual({ asked: 1, given_up: 0 });
  await timers.pass(44_999);
  expect(counts).toEqual({ asked: 1, given_up: 0 });
  await timers.pass(1);
  expect(counts).toEqual({ asked: 1, given_up: 1 });
});

test("asks a little earlier by chance, so that not all clients ask in one moment", async () => {
  const { timers, counts } = beat(0);
  await timers.pass(7_499);
  expect(counts.asked).toBe(0);
  await timers.pass(1);
  expect(counts.asked).toBe(1);
});

test("a word before that begins the silence anew", async () => {
  const { timers, counts, heartbeat } = beat();
  await timers.pass(59_000);
  expect(counts.asked).toBe(1);
  heartbeat.heard();
  await timers.pass(14_000);
  expect(counts).toEqual({ asked: 1, given_up: 0 });
  await timers.pass(2_000);
  expect(counts).toEqual({ asked: 2, given_up: 0 });
});

test("after waking it asks at once and waits five seconds", async () => {
  const { timers, counts, heartbeat } = beat();
  await timers.pass(1_000);
  heartbeat.probe();
  expect(counts.asked).toBe(1);
  await timers.pass(4_999);
  expect(counts.given_up).toBe(0);
  await timers.pass(1);
  expect(counts.given_up).toBe(1);
});

test("an answer to that keeps it alive", async () => {
  const { timers, counts, heartbeat } = beat();
  await timers.pass(1_000);
  heartbeat.probe();
  await timers.pass(1_000);
  heartbeat.heard();
  await timers.pass(13_000);
  expect(counts).toEqual({ asked: 1, given_up: 0 });
});

test("stopped, it does nothing more", async () => {
  const { timers, counts, heartbeat } = beat();
  heartbeat.stop();
  await timers.pass(600_000);
  expect(counts).toEqual({ asked: 0, given_up: 0 });
});

import { expect, test } from "bun:test";

import { watchRest } from "../../src/system/rest.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** A process whose work is said second by second. */
function processAtWork() {
  const clock = new FakeClock();
  const process = { cpu_ms: 0, given_back: 0 };
  const stop = watchRest({ clock, cpuMs: () => process.cpu_ms, giveBack: () => process.given_back++ });
  const work = (seconds: number, cpu_ms_each: number) => {
    for (let second = 0; second < seconds; second++) {
      process.cpu_ms += cpu_ms_each;
      clock.move(1_000);
    }
    return process.given_back;
  };
  return { work, stop, process };
}

test("memory is given back once at rest after work, and not again until there was more", () => {
  const { work } = processAtWork();
  expect(work(5, 400)).toBe(0);
  expect(work(2, 5)).toBe(0);
  expect(work(1, 5)).toBe(1);
  expect(work(30, 5)).toBe(1); // 150 ms in all: nothing worth it
  expect(work(5, 400)).toBe(1);
  expect(work(3, 5)).toBe(2);
});

test("the start is work, however quick it was", () => {
  const { work } = processAtWork();
  expect(work(2, 1)).toBe(0);
  expect(work(1, 1)).toBe(1);
  expect(work(60, 1)).toBe(1);
});

test("who always has a little to do gives memory back every 20 s, who has much never", () => {
  const { work } = processAtWork();
  work(5, 400);
  expect(work(3, 25)).toBe(1);
  expect(work(19, 25)).toBe(1);
  expect(work(1, 25)).toBe(2);
  expect(work(100, 31)).toBe(2);
});

test("what giving back takes is no work", () => {
  const clock = new FakeClock();
  let cpu_ms = 300;
  let given_back = 0;
  watchRest({
    clock,
    cpuMs: () => cpu_ms,
    giveBack() {
      cpu_ms += 300;
      given_back++;
    },
  });
  clock.move(120_000);
  expect(given_back).toBe(1);
});

test("once stopped it looks no more", () => {
  const { work, stop, process } = processAtWork();
  work(5, 400);
  stop();
  expect(work(10, 0)).toBe(0);
  expect(process.given_back).toBe(0);
});

import { expect, test } from "bun:test";

import { type Checked, Rounds } from "../../src/transport/rounds.ts";

/** Notes when it is looked at, and waits each time for as long as it says. */
class Someone implements Checked {
  round: Set<unknown> | undefined;
  readonly looks_ms: number[] = [];

  constructor(
    public wait_ms: number,
    readonly whenLooked: () => void = () => {},
  ) {}

  check(now_ms: number): number {
    this.looks_ms.push(now_ms);
    this.whenLooked();
    return now_ms + this.wait_ms;
  }
}

/** Rounds of a second, all of whose looks come on time. */
function started(...everyone: Someone[]) {
  const rounds = new Rounds<Someone>(1_000, 60_000);
  let now_ms = 0;
  for (const each of everyone) rounds.add(each);
  const look = (times: number, after_ms = 1_000) => {
    for (let count = 0; count < times; count++) rounds.look((now_ms += after_ms));
  };
  return { rounds, look };
}

test("who comes is looked at next, and then not before the time that was said", () => {
  const often = new Someone(0);
  const calm = new Someone(5_000);
  const between = new Someone(2_500);
  const { look } = started(often, calm, between);
  look(12);
  expect(often.looks_ms).toEqual(Array.from({ length: 12 }, (_, index) => (index + 1) * 1_000));
  expect(calm.looks_ms).toEqual([1_000, 6_000, 11_000]);
  expect(between.looks_ms).toEqual([1_000, 4_000, 7_000, 10_000]);
});

test("who can wait for longer than there are looks ahead is looked at a little early", () => {
  const forever = new Someone(Infinity);
  const { look } = started(forever);
  look(200);
  expect(forever.looks_ms.length).toBeGreaterThan(2);
  expect(forever.looks_ms.length).toBeLessThan(6);
});

test("who hurries is looked at next, once, and waits from there", () => {
  const calm = new Someone(10_000);
  const { rounds, look } = started(calm);
  look(3);
  rounds.hurry(calm);
  rounds.hurry(calm);
  look(9);
  expect(calm.looks_ms).toEqual([1_000, 4_000]);
  look(2);
  expect(calm.looks_ms).toEqual([1_000, 4_000, 14_000]);
});

test("who hurries while it is looked at is looked at next", () => {
  const calm: Someone = new Someone(10_000, () => rounds.hurry(calm));
  const { rounds, look } = started(calm);
  look(3);
  expect(calm.looks_ms).toEqual([1_000, 2_000, 3_000]);
});

test("who went is not looked at any more, not even in the look in which another had it go", () => {
  const victim = new Someone(0);
  const first = new Someone(0, () => rounds.delete(victim));
  const itself: Someone = new Someone(0, () => rounds.delete(itself));
  const { rounds, look } = started(first, victim, itself);
  look(3);
  expect([first, victim, itself].map(({ looks_ms }) => looks_ms.length)).toEqual([3, 0, 1]);
  rounds.hurry(victim);
  look(1);
  expect(victim.looks_ms).toEqual([]);
  expect(rounds.all).toEqual([first]);
  expect([rounds.delete(victim), rounds.delete(first), rounds.is_empty]).toEqual([false, true, true]);
});

test("looks that come late, or not at all for a while, are made up for, each of those who are due once", () => {
  const calm = new Someone(10_000);
  const often = new Someone(0);
  const { look } = started(calm, often);
  look(1); // at 1 s
  look(4, 2_500); // at 11 s
  expect(calm.looks_ms).toEqual([1_000, 11_000]);
  look(1, 45_300);
  expect(calm.looks_ms.at(-1)).toBe(56_300);
  look(1, 86_400_000);
  expect([calm, often].map(({ looks_ms }) => looks_ms.length)).toEqual([4, 7]);
});

test.each([0, 1, 7, 100])("looks that are late by %i ms each are not late by more and more", (late_ms) => {
  const calm = new Someone(10_000);
  const { look } = started(calm);
  look(300, 1_000 + late_ms);
  const between = calm.looks_ms.map((at_ms, index) => at_ms - (calm.looks_ms[index - 1] ?? at_ms));
  expect(between.length).toBeGreaterThan(25);
  expect(Math.max(...between)).toBeLessThanOrEqual(11_000 + 2 * late_ms);
});

test("a clock that was set back holds nobody up for longer than one may wait", () => {
  const calm = new Someone(30_000);
  const { look } = started(calm);
  look(5);
  look(1, -3_600_000);
  look(61);
  expect(calm.looks_ms.length).toBeGreaterThan(2);
});

test("a fault in one look leaves the others their looks", () => {
  const faulty = new Someone(0, () => {
    throw new Error("a fault");
  });
  const calm = new Someone(0);
  const { look } = started(faulty, calm);
  expect(() => look(1)).toThrow("a fault");
  expect(() => look(1)).toThrow("a fault");
  expect([faulty, calm].map(({ looks_ms }) => looks_ms)).toEqual([[1_000, 2_000], [2_000]]);
});

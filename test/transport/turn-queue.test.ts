import { expect, test } from "bun:test";

import { TurnQueue } from "../../src/transport/turn-queue.ts";

/** A task that ends when told to, and notes its start and end. */
function task(name: string, notes: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = async () => {
    notes.push(`${name} starts`);
    await promise;
    notes.push(`${name} ends`);
  };
  return { run, end: resolve };
}

test("exclusive tasks run one after the other, overlapping ones together between them", async () => {
  const notes: string[] = [];
  const queue = new TurnQueue();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => task(name, notes)) as [
    ReturnType<typeof task>,
    ReturnType<typeof task>,
    ReturnType<typeof task>,
    ReturnType<typeof task>,
  ];
  queue.run(a.run, false);
  queue.run(b.run, true);
  queue.run(c.run, true);
  queue.run(d.run, false);
  expect(queue.size).toBe(4);
  d.end();
  c.end();
  a.end();
  b.end();
  await queue.settled();
  expect(notes).toEqual([
    "a starts",
    "a ends",
    "b starts",
    "c starts",
    "b ends",
    "c ends",
    "d starts",
    "d ends",
  ]);
  expect(queue.size).toBe(0);
});

test("overlapping tasks start in the order they came, and one that is slow holds none of them up", async () => {
  const notes: string[] = [];
  const queue = new TurnQueue();
  const slow = task("slow", notes);
  const quick = task("quick", notes);
  queue.run(slow.run, true);
  queue.run(quick.run, true);
  quick.end();
  queue.run(async () => void notes.push("third"), true);
  while (!notes.includes("third")) await Promise.resolve();
  expect(notes.slice(0, 2)).toEqual(["slow starts", "quick starts"]);
  slow.end();
  await queue.settled();
  expect(notes.at(-1)).toBe("slow ends");
});

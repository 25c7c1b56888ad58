import { expect, test } from "bun:test";

import { TurnQueue } from "../../src/transport/turn-queue.ts";

/** A queue whose payloads are names; each is worked on until the test ends it. */
function queueOfNames() {
  const notes: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const endOf = (name: string) => ends.getOrInsertComputed(name, () => Promise.withResolvers<void>());
  const taker = {
    account: 1,
    ready: () => undefined,
    async work(payload: unknown) {
      notes.push(`${String(payload)} starts`);
      await endOf(String(payload)).promise;
      notes.push(`${String(payload)} ends`);
    },
    worked: () => void notes.push("worked"),
  };
  const queue = new TurnQueue(taker, { turn: () => undefined });
  const end = (...names: string[]) => {
    for (const name of names) endOf(name).resolve();
  };
  return { notes, queue, end, told: () => notes.filter((note) => note !== "worked") };
}

test("exclusive ones run one after the other, overlapping ones together between them", async () => {
  const { queue, end, told } = queueOfNames();
  queue.run("a", "asked", 1);
  queue.run("b", "said", 1);
  queue.run("c", "said", 1);
  queue.run("d", "asked", 1);
  expect(queue.size).toBe(4);
  end("d", "c", "a", "b");
  await queue.settled();
  expect(told()).toEqual([
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

test("what nothing holds up starts at once, in the order it came, and one that is slow holds no other up", async () => {
  const { queue, end, told } = queueOfNames();
  end("quick", "third");
  queue.run("slow", "said", 1);
  queue.run("quick", "said", 1);
  expect(told()).toEqual(["slow starts", "quick starts"]);
  while (!told().includes("quick ends")) await Promise.resolve();
  queue.run("third", "said", 1);
  while (!told().includes("third ends")) await Promise.resolve();
  end("slow");
  await queue.settled();
  expect(told().at(-1)).toBe("slow ends");
});

test("an overlapping one does not overtake an exclusive one that waits", async () => {
  const { queue, end, told } = queueOfNames();
  queue.run("send", "said", 1);
  queue.run("leave", "asked", 1);
  queue.run("later", "said", 1);
  expect(told()).toEqual(["send starts"]);
  end("send", "leave", "later");
  await queue.settled();
  expect(told()).toEqual([
    "send starts",
    "send ends",
    "leave starts",
    "leave ends",
    "later starts",
    "later ends",
  ]);
});

test("its taker hears of each that is done, and of none before", async () => {
  const { queue, end, notes } = queueOfNames();
  queue.run("a", "said", 1);
  queue.run("b", "said", 1);
  expect(notes).not.toContain("worked");
  end("a", "b");
  await queue.settled();
  expect(notes.filter((note) => note === "worked")).toHaveLength(2);
});

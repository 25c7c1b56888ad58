import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";

import { Connection, type Durability, tune } from "../../src/store/sqlite/connection.ts";
import type { WriteQueueOptions } from "../../src/store/sqlite/write-queue-options.ts";
import { WriteQueue } from "../../src/store/sqlite/write-queue.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();

/** A machine that is held up shall not make turns long. */
let now_ms = 0;
let clock: ReturnType<typeof spyOn>;
beforeEach(() => {
  now_ms = 0;
  clock = spyOn(performance, "now").mockImplementation(() => now_ms);
});
afterEach(() => clock.mockRestore());

const turn = () => new Promise(setImmediate);

/** A queue that tells what each commit had; its end commits what waits. */
function tellingQueue(path = ":memory:", durability: Durability = "full", options: WriteQueueOptions = {}) {
  const connection = new Connection(path, { create: true, readwrite: true });
  tune(connection, durability);
  connection.exec("CREATE TABLE notes (text TEXT NOT NULL)");
  const insert = connection.prepare<unknown, [string]>("INSERT INTO notes (text) VALUES (?)");
  const commits: string[][] = [];
  const texts: string[] = [];
  const queue = new WriteQueue(connection, {
    ...options,
    onCommit: () => void commits.push(texts.splice(0)),
  });
  const note = (text: string, told_bytes = 0) => {
    const write = () => {
      texts.push(text);
      insert.run(text);
    };
    return queue.run(write, undefined, told_bytes);
  };
  /** So many in one turn. */
  const notes = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => note(String(at)))).then(() => commits.splice(0));
  return {
    queue,
    commits,
    note,
    notes,
    async [Symbol.asyncDispose]() {
      await queue.close();
      connection.close();
    },
  };
}

test("after a commit of many the next waits for what it makes others write, in the order asked, and no longer", async () => {
  await using made = tellingQueue();
  const { commits, note, notes } = made;
  expect(await notes(65)).toHaveLength(1);
  const asked = [note("at once")];
  await turn();
  asked.push(note("a turn later"));
  await turn();
  asked.push(note("two turns later"));
  expect(commits).toEqual([]);
  await turn();
  expect(commits).toEqual([["at once", "a turn later", "two turns later"]]);
  await Promise.all(asked);
});

test("after a commit of few the next waits for nobody", async () => {
  await using made = tellingQueue();
  const { commits, note, notes } = made;
  expect(await notes(64)).toHaveLength(1);
  const first = note("at once");
  await turn();
  expect(commits).toEqual([["at once"]]);
  await first;
  // Nor does what came after many, once it has been alone.
  await notes(65);
  await note("alone");
  commits.length = 0;
  const last = note("after it");
  await turn();
  expect(commits).toEqual([["after it"]]);
  await last;
});

test("what was too much for one commit waits for nobody", async () => {
  await using made = tellingQueue();
  const { commits, note } = made;
  const asked = Array.from({ length: 2_100 }, (_, at) => note(String(at)));
  await turn();
  expect(commits.map(({ length }) => length)).toEqual([1_000]);
  await turn();
  await turn();
  expect(commits.map(({ length }) => length)).toEqual([1_000, 1_000, 100]);
  await Promise.all(asked);
});

test("what many are told of one commit is a part of what may wait for a reader, and the rest waits for nobody", async () => {
  await using made = tellingQueue();
  const { commits, note } = made;
  const asked = ["a", "b", "c"].map((text) => note(text, 150_000));
  asked.push(note("larger", 1_000_000), note("d"), note("e"));
  for (let turns = 0; turns < 4; turns++) await turn();
  expect(commits).toEqual([["a", "b"], ["c"], ["larger"], ["d", "e"]]);
  await Promise.all(asked);
});

test("where turns take long nobody waits for another one", async () => {
  await using made = tellingQueue();
  const { commits, note, notes } = made;
  await notes(65);
  const asked = note("at once");
  now_ms = 15;
  await turn();
  expect(commits).toEqual([]);
  now_ms = 16;
  await turn();
  expect(commits).toEqual([["at once"]]);
  await asked;
});

test("what is asked for while the disk works waits from when that is over", async () => {
  const asked: PromiseWithResolvers<void>[] = [];
  const sync = () => {
    asked.push(Promise.withResolvers());
    return asked.at(-1)?.promise ?? expect.unreachable();
  };
  await using made = tellingQueue(scratch.file("disk.db"), "normal", { sync });
  const { commits, note, notes } = made;
  const many = notes(65);
  while (asked.length === 0) await turn();
  const waiting = [note("meanwhile")];
  for (let turns = 0; turns < 5; turns++) await turn();
  asked[0]?.resolve();
  await many;
  waiting.push(note("at once"));
  await turn();
  await turn();
  waiting.push(note("two turns later"));
  while (asked.length === 1) await turn();
  asked[1]?.resolve();
  await Promise.all(waiting);
  expect(commits).toEqual([["meanwhile", "at once", "two turns later"]]);
});

test("what waits for more is committed at the end", async () => {
  await using made = tellingQueue();
  const { commits, note, notes } = made;
  await notes(65);
  const last = note("last");
  await made.queue.close();
  await last;
  expect(commits).toEqual([["last"]]);
});

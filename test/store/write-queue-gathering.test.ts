import { expect, test } from "bun:test";

import { Connection, tune } from "../../src/store/sqlite/connection.ts";
import { WriteQueue } from "../../src/store/sqlite/write-queue.ts";

const turn = () => new Promise(setImmediate);

/** A queue that tells what each commit had. */
function queueOf(connection: Connection) {
  tune(connection, "full");
  connection.exec("CREATE TABLE notes (text TEXT NOT NULL)");
  const insert = connection.prepare<unknown, [string]>("INSERT INTO notes (text) VALUES (?)");
  const commits: string[][] = [];
  const texts: string[] = [];
  const queue = new WriteQueue(connection, { onCommit: () => void commits.push(texts.splice(0)) });
  const note = (text: string) =>
    queue.run(() => {
      texts.push(text);
      insert.run(text);
    });
  /** So many in one turn. */
  const notes = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => note(String(at)))).then(() => commits.splice(0));
  return { queue, commits, note, notes };
}

test("after a commit of many the next waits for what it makes others write, in the order asked, and no longer", async () => {
  using connection = new Connection(":memory:", { create: true, readwrite: true });
  const { queue, commits, note, notes } = queueOf(connection);
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
  await queue.close();
});

test("after a commit of few the next waits for nobody", async () => {
  using connection = new Connection(":memory:", { create: true, readwrite: true });
  const { queue, commits, note, notes } = queueOf(connection);
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
  await queue.close();
});

test("what waits for more is committed at the end", async () => {
  using connection = new Connection(":memory:", { create: true, readwrite: true });
  const { queue, commits, note, notes } = queueOf(connection);
  await notes(65);
  const last = note("last");
  await queue.close();
  await last;
  expect(commits).toEqual([["last"]]);
});

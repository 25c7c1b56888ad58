import { afterEach, expect, test } from "bun:test";
import { fsync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OutboxFile, type OutboxRow, readOutbox } from "../../src/client/outbox-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const row = (number: number): OutboxRow => ({
  put: {
    nonce: `n${number}`,
    channel_id: 1,
    place: "#general",
    kind: "text",
    content: `message ${number}`,
    reply_to_seq: null,
    created_at_ms: number,
    failure: null,
  },
  met: null,
});

/** An outbox on a disk that confirms nothing before it is told to; when it is, what the file held by then is noted. */
function onSlowDisk() {
  const folder = mkdtempSync(join(tmpdir(), "chat-outbox-file-"));
  folders.push(folder);
  const path = join(folder, "outbox.jsonl");
  const waiting: (() => void)[] = [];
  const file = new OutboxFile(
    path,
    (error) => {
      throw error;
    },
    (number, done) => waiting.push(() => fsync(number, done)),
  );
  return { file, path, waiting };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("nothing is told to be on disk before the disk has confirmed it; what comes together shares that", async () => {
  const { file, path, waiting } = onSlowDisk();
  const told: number[] = [];
  for (const number of [1, 2, 3, 4]) {
    file.put(row(number));
    void file.onDisk().then(() => told.push(number));
  }
  await settled();
  expect(told).toEqual([]);
  expect(waiting).toHaveLength(1);
  waiting.shift()?.();
  while (told.length < 4) await settled();
  expect(readOutbox(path).map(({ put }) => put.created_at_ms)).toEqual([1, 2, 3, 4]);
  file.close(path);
});

test("one that is closed while the disk is busy leaves nobody waiting, and loses nothing", async () => {
  const { file, path, waiting } = onSlowDisk();
  file.put(row(1));
  file.put(row(2));
  const kept = file.onDisk();
  await settled();
  file.close(`${path}.left`);
  waiting.shift()?.();
  await kept;
  expect(readOutbox(`${path}.left`)).toHaveLength(2);
});

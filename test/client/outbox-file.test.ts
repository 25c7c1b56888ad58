import { describe, expect, test } from "bun:test";
import { fsync, readdirSync } from "node:fs";
import { join } from "node:path";

import { OutboxFile, type OutboxRow, readOutbox } from "../../src/client/outbox-file.ts";
import { newFolder } from "../support/folders.ts";

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
  const folder = newFolder("chat-outbox-file-");
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

/** What a process left in its folder whose second message found no room, and what it said. */
function leftBy(then: string) {
  const folder = newFolder("chat-outbox-full-");
  const child = Bun.spawnSync([
    "bash",
    "-c",
    "trap '' XFSZ; ulimit -f 4 -n 200; exec \"$@\"",
    "bash",
    process.execPath,
    join(import.meta.dir, "outbox-full-child.ts"),
    folder,
    then,
  ]);
  const said = JSON.parse(child.stdout.toString()) as { codes: unknown[]; syncs: number };
  const names = readdirSync(folder).toSorted();
  const left = names.flatMap((name) => readOutbox(join(folder, name)).map(({ put }) => put.created_at_ms));
  return { ...said, names, left };
}

describe.if(process.platform === "linux")("where the second message finds no room on the disk", () => {
  test("the first one is there, whether the page ends in good order or not", () => {
    expect(leftBy("close")).toMatchObject({
      codes: [null, "EFBIG"],
      names: ["outbox.jsonl.left"],
      left: [1],
    });
    expect(leftBy("end")).toMatchObject({ names: ["outbox.jsonl"], left: [1] });
  });

  test("what is dropped does not come back", () => {
    expect(leftBy("drop both")).toMatchObject({ codes: [null, "EFBIG", "EFBIG", null], names: [], left: [] });
  });

  test("the first one is not told to be on disk before the disk has confirmed it", () => {
    expect(leftBy("sync")).toMatchObject({ syncs: 1, left: [1] });
  });

  test("nor when nothing can be opened to write the rest anew", () => {
    const { codes, left } = leftBy("open no more");
    expect(codes).toEqual([null, "EFBIG", "EMFILE", "EMFILE"]);
    expect(left).toEqual([1]);
  });

  test("one that has room again comes after it", () => {
    expect(leftBy("put a short one")).toMatchObject({ codes: [null, "EFBIG", null], left: [1, 3] });
  });
});

test("a first message that cannot be put on disk leaves nothing", () => {
  const folder = newFolder("chat-outbox-file-");
  const file = new OutboxFile(join(folder, "missing", "outbox.jsonl"), () => {});
  expect(() => file.put(row(1))).toThrow("ENOENT");
  file.drop("n1");
  file.close(join(folder, "left"));
  expect(readdirSync(folder)).toEqual([]);
});

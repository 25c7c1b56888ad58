import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { block_bytes } from "../../src/domain/files/blocks.ts";
import { FileDesk, type FileDeskParts } from "../../src/domain/files/file-desk.ts";
import type { FileContents } from "../../src/domain/ports/file-contents.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { contentsIn } from "../../src/store/disk/contents.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { recogniseMedia } from "../../src/system/media.ts";
import { generalOf, messageOf, register } from "../conformance/scene.ts";
import { silentLog } from "../store/silent-log.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { pathOf, someBytes } from "../support/files.ts";
import { newFolder } from "../support/folders.ts";

let folder: string;
let store: Store;
let clock: FakeClock;
const opened: FileDesk[] = [];
beforeEach(async () => {
  clock = new FakeClock();
  folder = newFolder("chat-files-");
  store = await openStore({ path: ":memory:", clock: Date, log: silentLog });
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

function desk(more: Partial<FileDeskParts> = {}): FileDesk {
  const made = new FileDesk({
    records: store.files,
    avatar_records: store.avatars,
    contents: contentsIn(folder, silentLog),
    recognise: recogniseMedia,
    log: silentLog,
    file_bytes_max: 1_000_000,
    total_bytes_max: 0,
    clock,
    ...more,
  });
  opened.push(made);
  return made;
}

const onDisk = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();

async function upload(to: FileDesk, user_id: number, bytes: Uint8Array) {
  const { id } = await to.begin(user_id, { name: "a", size_bytes: bytes.length });
  await to.put(user_id, id, 0, bytes);
  return to.finish(user_id, id, undefined);
}

test("an upload nobody goes on with ends, a file nobody sends goes after a day", async () => {
  const [ana] = await register(store, "ana");
  const files = desk();
  const [sent, unsent] = [someBytes(10, 1), someBytes(20, 2)];
  const { id } = await upload(files, ana, sent);
  await upload(files, ana, unsent);
  await files.begin(ana, { name: "half", size_bytes: 5 });
  const message = messageOf(await generalOf(store), ana, { file_ids: [id] });
  await store.messages.append(message);
  await files.sweep();
  expect(onDisk().length).toBe(3);
  clock.move(limits.upload_idle_ms + 1);
  await files.sweep();
  expect(onDisk()).toEqual([pathOf(sent), pathOf(unsent)].toSorted());
  clock.move(limits.file_unsent_ms);
  await files.sweep();
  expect(onDisk()).toEqual([pathOf(sent)]);
});

test.each([-86_400_000, 86_400_000])("a clock that is set by %i ms ends no upload", async (set_by_ms) => {
  const [ana] = await register(store, "ana");
  const files = desk();
  const { id } = await files.begin(ana, { name: "half", size_bytes: 5 });
  clock.set_by_ms = set_by_ms;
  await files.sweep();
  expect(await files.put(ana, id, 0, someBytes(5))).toBe(5);
});

test("with all places taken, who has most gives one up to who has fewer; among equals nobody does", async () => {
  const [ana] = await register(store, "ana");
  const files = desk();
  const per_user = limits.uploads_per_user_max;
  const about = { name: "a", size_bytes: 5 };
  const begun: string[] = [];
  for (let n = 0; n < limits.uploads_max; n++) {
    clock.move(1);
    begun.push((await files.begin(1_000 + Math.floor(n / per_user), about)).id);
  }
  const [first = "", second = ""] = begun;
  await files.put(1_000, first, 0, someBytes(2)); // and so the second was touched longest ago
  const written = onDisk().length;
  const { id } = await files.begin(ana, about);
  expect(onDisk().length).toBe(written);
  await expect(files.put(1_000, second, 0, someBytes(2))).rejects.toMatchObject({ code: "not_found" });
  expect(await files.put(1_000, first, 2, someBytes(3))).toBe(5);
  await files.put(ana, id, 0, someBytes(5));
  expect(await files.finish(ana, id, undefined)).toMatchObject({ name: "a", size_bytes: 5 });
  // The others give way in turn, until all have so few that nobody has more than one who comes.
  for (let user_id = 2_000; user_id < 2_000 + 2 * limits.uploads_max; user_id++)
    await files.begin(user_id, about).catch(() => undefined);
  await expect(files.begin(ana, about)).rejects.toMatchObject({ code: "busy" });
});

test("a thumbnail that is none ends the upload", async () => {
  const [ana] = await register(store, "ana");
  const files = desk();
  const { id } = await files.begin(ana, { name: "a.png", size_bytes: 5 });
  await files.put(ana, id, 0, someBytes(5));
  await expect(files.finish(ana, id, someBytes(50))).rejects.toMatchObject({ code: "invalid" });
  await expect(files.finish(ana, id, undefined)).rejects.toMatchObject({ code: "not_found" });
  expect(onDisk()).toEqual([]);
});

const diskFull = () => Object.assign(new Error("no space left"), { code: "ENOSPC" });

/** Real contents whose writers fail at a step. */
function failing(step: "append" | "keep"): FileContents {
  const contents = contentsIn(folder, silentLog);
  return {
    ...contents,
    async create() {
      const writer = await contents.create();
      Object.assign(writer, { [step]: () => Promise.reject(diskFull()) });
      return writer;
    },
  };
}

test.each(["append", "keep"] as const)(
  "a disk that is full at %s is told, and nothing is left",
  async (step) => {
    const [ana] = await register(store, "ana");
    const files = desk({ contents: failing(step) });
    const message = "The server's disk is full. Ask who runs it.";
    await expect(upload(files, ana, someBytes(10))).rejects.toMatchObject({ code: "no_room", message });
    expect(onDisk()).toEqual([]);
    await expect(files.status(ana, "any")).rejects.toMatchObject({ code: "not_found" });
  },
);

test("a disk with little left takes no file, so that messages find room", async () => {
  const [ana] = await register(store, "ana");
  const contents = {
    ...contentsIn(folder, silentLog),
    freeBytes: async () => limits.disk_reserve_bytes + 2 * block_bytes - 1,
  };
  const files = desk({ contents });
  await expect(files.begin(ana, { name: "a", size_bytes: block_bytes + 1 })).rejects.toMatchObject({
    code: "no_room",
  });
  await files.begin(ana, { name: "a", size_bytes: block_bytes });
});

test("uploads of which nothing has come keep nobody else's from the room", async () => {
  const [ana] = await register(store, "ana");
  const files = desk({ total_bytes_max: 100 * block_bytes });
  for (let user_id = 1_000; user_id < 1_004; user_id++)
    for (let n = 0; n < limits.uploads_per_user_max; n++)
      await files.begin(user_id, { name: "a", size_bytes: 100 * block_bytes });
  expect(await upload(files, ana, someBytes(60 * block_bytes))).toMatchObject({
    size_bytes: 60 * block_bytes,
  });
  const { id } = await files.begin(1_004, { name: "a", size_bytes: 40 * block_bytes });
  await files.put(1_004, id, 0, someBytes(30 * block_bytes));
  const too_large = { name: "a", size_bytes: 10 * block_bytes + 1 };
  await expect(files.begin(ana, too_large)).rejects.toMatchObject({ code: "no_room" });
  const last = someBytes(10 * block_bytes, 2);
  expect(await upload(files, ana, last)).toMatchObject({ size_bytes: last.length });
});

test("uploads under way in the same moment cannot go over the total together", async () => {
  const [ana, ben] = await register(store, "ana", "ben");
  const files = desk({ total_bytes_max: 100 * block_bytes });
  const bytes = someBytes(40 * block_bytes);
  const put = await Promise.allSettled(
    [ana, ben, ana, ben].map(async (user_id) => {
      const { id } = await files.begin(user_id, { name: "a", size_bytes: bytes.length });
      await files.put(user_id, id, 0, bytes);
      return { user_id, id };
    }),
  );
  const [one, ...others] = put.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  expect(others.length).toBe(1);
  for (const result of put)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "no_room" });
  // Of those that found no room nothing is left, and what came twice counts once when it is whole.
  expect(onDisk().length).toBe(2);
  if (one) await files.finish(one.user_id, one.id, undefined);
  for (const { user_id, id } of others) await files.finish(user_id, id, undefined);
  const left_bytes = 60 * block_bytes;
  const too_large = { name: "a", size_bytes: left_bytes + 1 };
  await expect(files.begin(ana, too_large)).rejects.toMatchObject({ code: "no_room" });
  await files.begin(ana, { name: "a", size_bytes: left_bytes });
});

test("two who upload the same at once, while a third one's is discarded, both have it", async () => {
  const [ana, ben] = await register(store, "ana", "ben");
  const files = desk();
  const bytes = someBytes(1_000);
  for (let round = 0; round < 20; round++) {
    const old = await upload(files, ana, bytes);
    const [one, two] = await Promise.all([
      upload(files, ana, bytes),
      upload(files, ben, bytes),
      files.discard(ana, old.id),
    ]);
    for (const { id } of [one, two]) {
      const record = (await store.files.find(id)) ?? expect.unreachable();
      const read = await files.read(record, { thumbnail: false, offset: 0, bytes: 5_000 });
      expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
    }
    await files.discard(ana, one.id);
    await files.discard(ben, two.id);
    await files.clearDropped();
    expect(onDisk()).toEqual([]);
  }
});

test("a cancel while parts are being written waits for them, and leaves nothing", async () => {
  const [ana] = await register(store, "ana");
  const files = desk();
  const { id } = await files.begin(ana, { name: "a", size_bytes: 1_000_000 });
  const puts = [0, 1, 2].map((part) => files.put(ana, id, part * 100_000, someBytes(100_000)));
  const settled = Promise.allSettled(puts);
  await files.cancel(ana, id);
  expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  expect(onDisk()).toEqual([]);
});

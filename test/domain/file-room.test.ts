import { afterEach, beforeEach, expect, test } from "bun:test";

import { block_bytes } from "../../src/domain/files/blocks.ts";
import type { FileContents } from "../../src/domain/ports/file-contents.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { register } from "../conformance/scene.ts";
import { silentLog } from "../store/silent-log.ts";
import { filesFolder, uploadTo } from "../support/files-folder.ts";
import { pathOf, pngHeader, someBytes } from "../support/files.ts";

let store: Store;
let folder: ReturnType<typeof filesFolder>;
beforeEach(async () => {
  store = await openStore({ path: ":memory:", clock: Date, log: silentLog });
  folder = filesFolder(store);
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await store.close();
});

/** In whole blocks. */
const megabyte = 1_048_576;

/** A disk with so much beyond the reserve, less what lies in the folder. */
function diskOf(bytes: number) {
  const left = () => bytes - folder.bytesOnDisk();
  const contents: FileContents = {
    ...folder.contents,
    freeBytes: async () => limits.disk_reserve_bytes + left(),
  };
  return { left, contents };
}

test("uploads under way together leave the reserve of the disk, and those that find room are whole", async () => {
  const [ana] = await register(store, "ana");
  const { left, contents } = diskOf(12 * megabyte);
  const files = folder.desk({ contents });
  const begun: string[] = [];
  for (let count = 0; count < 4; count++)
    begun.push((await files.begin(ana, { name: "a", size_bytes: 8 * megabyte })).id);
  const refused = new Map<string, unknown>();
  for (let part = 0; part < 8; part++)
    for (const id of begun) {
      if (refused.has(id)) continue;
      const put = files.put(ana, id, part * megabyte, someBytes(megabyte, part + 1));
      await put.catch((error: unknown) => refused.set(id, error));
      expect(left()).toBeGreaterThanOrEqual(0);
    }
  const message = "The server's disk is full. Ask who runs it.";
  for (const error of refused.values()) expect(error).toMatchObject({ code: "no_room", message });
  const [whole = "", ...others] = begun.filter((id) => !refused.has(id));
  expect(others).toEqual([]);
  expect(await files.finish(ana, whole, undefined)).toMatchObject({ size_bytes: 8 * megabyte });
});

test("parts that are written in the same moment leave it too", async () => {
  const [ana] = await register(store, "ana");
  const { left, contents } = diskOf(3 * megabyte);
  const files = folder.desk({ contents });
  const begun = await Promise.all(
    [1, 2, 3, 4, 5].map(() => files.begin(ana, { name: "a", size_bytes: megabyte })),
  );
  const put = await Promise.allSettled(begun.map(({ id }) => files.put(ana, id, 0, someBytes(megabyte))));
  expect(put.filter(({ status }) => status === "rejected")).toHaveLength(2);
  expect(left()).toBe(0);
});

test("a thumbnail needs room like a file", async () => {
  const [ana] = await register(store, "ana");
  const files = folder.desk({ total_bytes_max: 3 * block_bytes });
  const picture = pngHeader(10, 10, 2 * block_bytes);
  await expect(uploadTo(files, ana, picture, pngHeader(5, 5, block_bytes + 1))).rejects.toMatchObject({
    code: "no_room",
  });
  expect(folder.onDisk()).toEqual([]);
  await uploadTo(files, ana, picture, pngHeader(5, 5, block_bytes));
  expect(folder.onDisk()).toHaveLength(2);
});

const unstored = () => Promise.reject(new Error("not stored"));

test("of a file that is not recorded nothing stays, but what others refer to", async () => {
  const [ana] = await register(store, "ana");
  const records = { ...store.files };
  const files = folder.desk({ records, total_bytes_max: 5 * block_bytes });
  const [picture, thumbnail] = [pngHeader(10, 10, 2 * block_bytes), pngHeader(5, 5, block_bytes)];
  const other = someBytes(2 * block_bytes);
  await uploadTo(files, ana, picture);
  records.add = unstored;
  for (let count = 0; count < 3; count++)
    await expect(uploadTo(files, ana, picture, thumbnail)).rejects.toThrow("not stored");
  await expect(uploadTo(files, ana, other)).rejects.toThrow("not stored");
  expect(folder.onDisk()).toEqual([pathOf(picture)]);
  records.add = store.files.add;
  await uploadTo(files, ana, picture, thumbnail);
  await uploadTo(files, ana, other);
  await expect(uploadTo(files, ana, someBytes(1, 2))).rejects.toMatchObject({ code: "no_room" });
});

test("of a picture of a person that is not recorded nothing stays", async () => {
  const [ana] = await register(store, "ana");
  const files = folder.desk({ avatar_records: { ...store.avatars, set: unstored } });
  await expect(files.avatars.set(ana, pngHeader(64, 64))).rejects.toThrow("not stored");
  expect(folder.onDisk()).toEqual([]);
});

test("what cannot be removed at once goes with the next upkeep", async () => {
  const [ana] = await register(store, "ana");
  const contents = { ...folder.contents, remove: () => Promise.reject(new Error("not removed")) };
  const files = folder.desk({ contents, records: { ...store.files, add: unstored } });
  await expect(uploadTo(files, ana, someBytes(10))).rejects.toThrow("not stored");
  expect(folder.onDisk()).toHaveLength(1);
  contents.remove = folder.contents.remove as typeof contents.remove;
  await files.sweep();
  expect(folder.onDisk()).toEqual([]);
});

test("files of a few bytes take whole blocks of the room: coming, kept, found at the start and gone", async () => {
  const [ana] = await register(store, "ana");
  const total_bytes_max = 4 * block_bytes;
  const files = folder.desk({ total_bytes_max });
  const full = { code: "no_room", message: "The server has no room for this file. Ask who runs it." };
  await uploadTo(files, ana, pngHeader(10, 10, 40), pngHeader(5, 5, 40));
  await files.avatars.set(ana, pngHeader(64, 64));
  const { id } = await files.begin(ana, { name: "a", size_bytes: 5 });
  await files.put(ana, id, 0, someBytes(1));
  await expect(files.begin(ana, { name: "a", size_bytes: 1 })).rejects.toMatchObject(full);
  await files.put(ana, id, 1, someBytes(4)); // in the block that it has
  const file = await files.finish(ana, id, undefined);
  await expect(files.begin(ana, { name: "a", size_bytes: 1 })).rejects.toMatchObject(full);
  await files.close();

  const again = folder.desk({ total_bytes_max });
  await expect(again.begin(ana, { name: "a", size_bytes: 1 })).rejects.toMatchObject(full);
  await again.discard(ana, file.id);
  await again.clearDropped();
  const too_large = { name: "a", size_bytes: block_bytes + 1 };
  await expect(again.begin(ana, too_large)).rejects.toMatchObject(full);
  await uploadTo(again, ana, someBytes(block_bytes));
  await expect(again.begin(ana, { name: "a", size_bytes: 1 })).rejects.toMatchObject(full);
});

test("one that was cut off on the disk and comes again takes what it is larger by", async () => {
  const [ana] = await register(store, "ana");
  const files = folder.desk({ total_bytes_max: 3 * block_bytes });
  const bytes = someBytes(2 * block_bytes);
  await uploadTo(files, ana, bytes);
  await files.close();
  folder.cutOff(bytes, 1);
  const again = folder.desk({ total_bytes_max: 3 * block_bytes });
  await uploadTo(again, ana, bytes);
  await expect(again.begin(ana, { name: "a", size_bytes: block_bytes + 1 })).rejects.toMatchObject({
    code: "no_room",
  });
  await uploadTo(again, ana, someBytes(block_bytes, 2));
});

test("files of a few bytes leave the reserve of the disk too", async () => {
  const [ana] = await register(store, "ana");
  const { left, contents } = diskOf(3 * block_bytes);
  const files = folder.desk({ contents });
  const begun = await Promise.all([1, 2, 3, 4].map(() => files.begin(ana, { name: "a", size_bytes: 1 })));
  const put = await Promise.allSettled(begun.map(({ id }) => files.put(ana, id, 0, someBytes(1))));
  expect(put.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(left()).toBe(0);
});

test("and so do pictures of people", async () => {
  const people = await register(store, "ana", "ben", "cat", "dan");
  const { left, contents } = diskOf(3 * block_bytes);
  const { avatars } = folder.desk({ contents });
  const faces = people.map((user_id, number) => ({ user_id, face: pngHeader(64, 64, 40 + number) }));
  const set = await Promise.allSettled(faces.map(({ user_id, face }) => avatars.set(user_id, face)));
  expect(set.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  expect(left()).toBe(0);
});

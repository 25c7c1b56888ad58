import { expect, test } from "bun:test";

import { settled } from "../../src/store/sqlite/settled.ts";

/** A disk that is waited for until a test says what becomes of it. */
function pendingDisk() {
  const over = Promise.withResolvers<void>();
  const disk = { is_settled: true, settled: () => over.promise };
  return { disk, over };
}

const isSettled = async (promise: Promise<unknown>) => {
  let is_settled = false;
  void promise.finally(() => (is_settled = true)).catch(() => {});
  for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
  return is_settled;
};

test("what is read while something is not on the disk yet is told when it is there", async () => {
  const { disk, over } = pendingDisk();
  const part = settled({ count: () => Promise.resolve(3) }, disk);
  expect(await isSettled(part.count())).toBe(true);
  disk.is_settled = false;
  const answer = part.count();
  expect(await isSettled(answer)).toBe(false);
  over.resolve();
  expect(await answer).toBe(3);
});

test("what the disk does not take is shown to nobody", async () => {
  const { disk, over } = pendingDisk();
  const part = settled({ count: () => Promise.resolve(3) }, disk);
  disk.is_settled = false;
  const answer = part.count();
  over.reject(new Error("EIO"));
  await expect(answer).rejects.toThrow("EIO");
});

test("errors are told like answers", async () => {
  const { disk } = pendingDisk();
  const part = settled({ count: (): Promise<number> => Promise.reject(new Error("no")) }, disk);
  await expect(part.count()).rejects.toThrow("no");
});

test("answers keep their order, whether something was on its way to the disk when they were asked for or not", async () => {
  const { disk } = pendingDisk();
  const commit = Promise.withResolvers<void>();
  const part = settled({ write: (text: string) => commit.promise.then(() => text) }, disk);
  const told: unknown[] = [];
  const write = (text: string) => void part.write(text).then((written) => told.push(written));
  for (const [at, text] of ["one", "two", "three", "four"].entries()) {
    disk.is_settled = at % 2 === 0;
    write(text);
  }
  disk.is_settled = true;
  commit.resolve();
  await new Promise(setImmediate);
  expect(told).toEqual(["one", "two", "three", "four"]);
});

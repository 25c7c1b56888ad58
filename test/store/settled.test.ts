import { expect, test } from "bun:test";

import { settled } from "../../src/store/sqlite/settled.ts";

const read = { count: (): Promise<number> => Promise.resolve(3) };

const isSettled = async (promise: Promise<unknown>) => {
  let is_settled = false;
  void promise.then(() => (is_settled = true));
  for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
  return is_settled;
};

test("what is read while something is not on the disk yet is told when it is there", async () => {
  const disk = { pending: undefined as Promise<void> | undefined };
  const part = settled(read, disk);
  expect(await isSettled(part.count())).toBe(true);
  const { promise, resolve } = Promise.withResolvers<void>();
  disk.pending = promise;
  const answer = part.count();
  expect(await isSettled(answer)).toBe(false);
  resolve();
  expect(await answer).toBe(3);
});

test("errors are told like answers", async () => {
  const refusing = { count: (): Promise<number> => Promise.reject(new Error("no")) };
  const disk = { pending: Promise.resolve() };
  await expect(settled(refusing, disk).count()).rejects.toThrow("no");
});

import { expect, test } from "bun:test";

import { Connection, tune } from "../../src/store/sqlite/connection.ts";
import { WriteQueue } from "../../src/store/sqlite/write-queue.ts";

test("what is to be done while nobody writes is done one after the other, also when one fails, and then writes go on", async () => {
  const connection = new Connection(":memory:", { create: true, readwrite: true });
  tune(connection, "full");
  const queue = new WriteQueue(connection);
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = queue.hold(async () => {
    told.push("one begins");
    await first.promise;
    told.push("one ends");
    throw new Error("no");
  });
  const two = queue.hold(async () => void told.push("two"));
  const write = queue.run(() => void told.push("write"));
  await new Promise(setImmediate);
  expect(told).toEqual(["one begins"]);
  first.resolve();
  await expect(one).rejects.toThrow("no");
  await Promise.all([two, write]);
  expect(told).toEqual(["one begins", "one ends", "two", "write"]);
  await queue.close();
  connection.close();
});

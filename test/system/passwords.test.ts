import { expect, spyOn, test } from "bun:test";

import { Gate } from "../../src/system/gate.ts";
import { createPasswords } from "../../src/system/passwords.ts";

const passwords = createPasswords({ rounds: 4, concurrency: 2, waiting_max: 100 });

test("a hash is bcrypt with the rounds asked for and fits only its password", async () => {
  const hash = await passwords.hash("correct horse");
  expect(hash).toStartWith("$2b$04$");
  expect(await passwords.verify("correct horse", hash)).toBe(true);
  expect(await passwords.verify("correct house", hash)).toBe(false);
});

test("without a hash nothing is right, and the same work is done: a check against a hash of the same cost", async () => {
  const verify = spyOn(Bun.password, "verify");
  const hash = await passwords.hash("anything");
  expect(await passwords.verify("wrong!", hash)).toBe(false);
  const with_hash = verify.mock.calls.splice(0);
  expect(await passwords.verify("wrong!", undefined)).toBe(false);
  const without_hash = verify.mock.calls.splice(0);
  verify.mockRestore();
  expect(with_hash.length).toBe(1);
  expect(without_hash.length).toBe(1);
  expect(String(without_hash[0]?.[1]).slice(0, 7)).toBe(hash.slice(0, 7));
});

test("all of a long password counts", async () => {
  const long = "x".repeat(100);
  const hash = await passwords.hash(long);
  expect(await passwords.verify(long, hash)).toBe(true);
  expect(await passwords.verify(`${long}y`, hash)).toBe(false);
  expect(await passwords.verify("x".repeat(72), hash)).toBe(false);
});

test("a long password that the original cut off at 72 bytes still opens the door", async () => {
  const long = `${"ä".repeat(40)} and more`; // the cut falls behind a whole letter
  const cut = new TextEncoder().encode(long).subarray(0, 72);
  const hash_of_original = await Bun.password.hash(cut, { algorithm: "bcrypt", cost: 4 });
  expect(await passwords.verify(long, hash_of_original)).toBe(true);
  expect(await passwords.verify(`y${long}`, hash_of_original)).toBe(false);
});

test("too many at once are told to come again", async () => {
  const narrow = createPasswords({ rounds: 4, concurrency: 1, waiting_max: 1 });
  const tries = await Promise.allSettled([1, 2, 3].map(() => narrow.hash("secret")));
  expect(tries.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(tries[2]).toMatchObject({ reason: { code: "busy", retry_after_ms: 2_000 } });
});

test("what nobody waits for any more is not hashed", async () => {
  const hash = spyOn(Bun.password, "hash");
  const narrow = createPasswords({ rounds: 4, concurrency: 1, waiting_max: 10 });
  let is_there = true;
  const first = narrow.hash("secret");
  const second = narrow.hash("secret", () => is_there);
  is_there = false;
  await first;
  await expect(second).rejects.toMatchObject({ code: "busy" });
  expect(hash.mock.calls.length).toBe(2); // the stand-in and the first
  hash.mockRestore();
});

test("the gate lets no more than its number run at once, in order, also after a failure", async () => {
  const gate = new Gate(2, 10);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const task = (number: number) => async () => {
    order.push(number);
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    if (number === 1) throw new Error("one fails");
    return number;
  };
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5].map((number) => gate.run(task(number)) ?? Promise.reject()),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(results.filter(({ status }) => status === "fulfilled").length).toBe(5);
});

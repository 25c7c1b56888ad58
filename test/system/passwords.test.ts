import { expect, spyOn, test } from "bun:test";

import { Gate } from "../../src/domain/gate.ts";
import { createPasswords } from "../../src/system/passwords.ts";

const cheap = { rounds: 4, keyOf: (address: string) => (address === "exempt" ? undefined : address) };
const passwords = createPasswords({ ...cheap, concurrency: 2, waiting_max: 100 });
const ana = { address: "10.0.0.1" };

test("a hash is bcrypt with the rounds asked for and fits only its password", async () => {
  const hash = await passwords.hash("correct horse", ana);
  expect(hash).toStartWith("$2b$04$");
  expect(await passwords.verify("correct horse", hash, ana)).toBe(true);
  expect(await passwords.verify("correct house", hash, ana)).toBe(false);
});

test("without a hash nothing is right, and the same work is done: a check against a hash of the same cost", async () => {
  const verify = spyOn(Bun.password, "verify");
  const hash = await passwords.hash("anything", ana);
  expect(await passwords.verify("wrong!", hash, ana)).toBe(false);
  const with_hash = verify.mock.calls.splice(0);
  expect(await passwords.verify("wrong!", undefined, ana)).toBe(false);
  const without_hash = verify.mock.calls.splice(0);
  verify.mockRestore();
  expect(with_hash.length).toBe(1);
  expect(without_hash.length).toBe(1);
  expect(String(without_hash[0]?.[1]).slice(0, 7)).toBe(hash.slice(0, 7));
});

test("all of a long password counts", async () => {
  const long = "x".repeat(100);
  const hash = await passwords.hash(long, ana);
  expect(await passwords.verify(long, hash, ana)).toBe(true);
  expect(await passwords.verify(`${long}y`, hash, ana)).toBe(false);
  expect(await passwords.verify("x".repeat(72), hash, ana)).toBe(false);
});

test("a long password that the original cut off at 72 bytes still opens the door", async () => {
  const long = `${"ä".repeat(40)} and more`; // the cut falls behind a whole letter
  const cut = new TextEncoder().encode(long).subarray(0, 72);
  const hash_of_original = await Bun.password.hash(cut, { algorithm: "bcrypt", cost: 4 });
  expect(await passwords.verify(long, hash_of_original, ana)).toBe(true);
  expect(await passwords.verify(`y${long}`, hash_of_original, ana)).toBe(false);
});

test("too many at once are told to come again", async () => {
  const narrow = createPasswords({ ...cheap, concurrency: 1, waiting_max: 1 });
  const tries = await Promise.allSettled([1, 2, 3].map(() => narrow.hash("secret", ana)));
  expect(tries.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(tries[2]).toMatchObject({ reason: { code: "busy", retry_after_ms: 2_000 } });
});

test("what nobody waits for any more is not hashed", async () => {
  const hash = spyOn(Bun.password, "hash");
  const narrow = createPasswords({ ...cheap, concurrency: 1, waiting_max: 10 });
  const gone = { ...ana, is_closed: false };
  const first = narrow.hash("secret", ana);
  const second = narrow.hash("secret", gone);
  gone.is_closed = true;
  await first;
  await expect(second).rejects.toMatchObject({ code: "busy" });
  expect(hash.mock.calls.length).toBe(2); // the stand-in and the first
  hash.mockRestore();
});

test("a login from elsewhere waits for one hash of each address, and not for all that they asked for", async () => {
  const narrow = createPasswords({ ...cheap, concurrency: 1, waiting_max: 100 });
  const done: string[] = [];
  const ask = (address: string) => narrow.hash("secret", { address }).then(() => done.push(address));
  const crowd = ["a", "a", "a", "b", "b", "exempt", "exempt"].map(ask);
  await Promise.all([...crowd, ask("elsewhere")]);
  expect(done).toEqual(["a", "a", "b", "exempt", "elsewhere", "a", "b", "exempt"]);
});

const full = new Error("full");

/** A gate through which tasks go only when the test lets them: `passed` in this order, `refused` in that of the alphabet. */
function closedGate(waiting_max: number) {
  const gate = new Gate(1, waiting_max, () => full);
  const opened = Promise.withResolvers<void>();
  const passed: string[] = [];
  const refused: string[] = [];
  const ask = (asker: string, name: string) =>
    gate
      .run(asker, async () => {
        await opened.promise;
        passed.push(name);
      })
      .catch((error: unknown) => {
        if (error !== full) throw error;
        refused.push(name);
      });
  const all: Promise<unknown>[] = [];
  return {
    ask: (asker: string, ...names: string[]) => void all.push(...names.map((name) => ask(asker, name))),
    async open() {
      opened.resolve();
      await Promise.all(all);
      return { passed, refused: refused.sort() };
    },
  };
}

test("the gate takes one of each who asks in every round, in the order in which they came", async () => {
  const { ask, open } = closedGate(20);
  ask("a", "a1", "a2", "a3", "a4");
  ask("b", "b1");
  ask("c", "c1", "c2", "c3");
  ask("b", "b2");
  const { passed } = await open();
  expect(passed).toEqual(["a1", "a2", "b1", "c1", "a3", "b2", "c2", "a4", "c3"]);
});

test("with all places taken who has most waiting gives one up, and none to who would have as many", async () => {
  const { ask, open } = closedGate(4);
  ask("a", "a1", "a2", "a3", "a4", "a5", "a6"); // the first one runs, the last one finds no place
  ask("b", "b1", "b2", "b3");
  ask("c", "c1", "c2");
  ask("d", "d1", "d2");
  expect(await open()).toEqual({
    passed: ["a1", "a2", "b1", "c1", "d1"],
    refused: ["a3", "a4", "a5", "a6", "b2", "b3", "c2", "d2"],
  });
});

test("the gate lets no more than its number run at once, in order, also after a failure", async () => {
  const gate = new Gate(2, 10, () => new Error("full"));
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
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((number) => gate.run("one", task(number))));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(results.filter(({ status }) => status === "fulfilled").length).toBe(5);
});

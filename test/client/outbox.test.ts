import { afterEach, describe, expect, test } from "bun:test";
import { appendFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { clientLimits } from "../../src/client/limits.ts";
import { nextOf } from "../../src/client/outbox-file.ts";
import { OutboxFolder } from "../../src/client/outbox.ts";
import { Outboxes } from "../../src/client/outboxes.ts";
import type { OutboxMessage } from "../../src/protocol/bridge.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";
import { holds, killedAfter, spawnChild } from "./outbox-killed.ts";

const pages: Outboxes[] = [];
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});

const willow = { host: "willow.example", port: 5050, tls: true };
const ana = { server_id: "willow", user_id: 1, met: { server: willow, certificate: null, username: "ana" } };
const ben = { server_id: "willow", user_id: 2, met: { server: willow, certificate: null, username: "ben" } };

function street() {
  const path = join(newFolder("chat-outbox-"), "outbox");
  const log = new KeptLog();
  const folder = (process_id: number) => new OutboxFolder(path, process_id, log);
  const page = (process_id: number) => {
    const made = new Outboxes(folder(process_id));
    pages.push(made);
    return made;
  };
  return { path, log, folder, page };
}

const message = (number: number, patch: Partial<OutboxMessage> = {}): OutboxMessage => ({
  nonce: `n${number}`,
  channel_id: 1,
  place: "#general",
  kind: "text",
  content: `message ${number}`,
  reply_to_seq: null,
  created_at_ms: number,
  failure: null,
  ...patch,
});
const numbers = (messages: readonly OutboxMessage[]) => messages.map(({ created_at_ms }) => created_at_ms);

const nobody = () => false;

describe("a program that was killed", () => {
  test("left its messages to the next one, in order, once", async () => {
    const { path, folder, page } = street();
    await killedAfter(path, 1, 20);
    folder(2).leaveDead(nobody, Date.now());
    expect(numbers(page(2).load(ana))).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(page(3).load(ana)).toEqual([]);
  });

  test("and another one before it: those written first come first", async () => {
    const { path, folder, page } = street();
    await killedAfter(path, 11, 12);
    await killedAfter(path, 1, 2);
    folder(2).leaveDead(nobody, Date.now());
    expect(numbers(page(2).load(ana))).toEqual([1, 2, 11, 12]);
  });

  test("as soon as its first message was in a file: it is there", async () => {
    // Where the moment is that matters differs, so five are killed.
    for (const number of [1, 2, 3, 4, 5]) {
      const { path, folder, page } = street();
      const child = spawnChild(path, number, number);
      while (!holds(path, `message ${number}`));
      child.kill("SIGKILL");
      await child.exited;
      folder(2).leaveDead(nobody, Date.now());
      expect(numbers(page(2).load(ana))).toEqual([number]);
    }
  });

  test("while it wrote its file anew: what is in the old one is there, and nothing else stays behind", async () => {
    const { path, folder, page } = street();
    await killedAfter(path, 1, 2);
    const [name = ""] = readdirSync(path);
    const of_another = name.replace(/[0-9a-f]{8}\.jsonl$/, "00000000.jsonl");
    for (const each of [name, of_another])
      writeFileSync(nextOf(join(path, each)), '{"put":{"nonce":"n1","chan');
    folder(2).leaveDead(() => true, Date.now()); // it may only have stood still
    expect(readdirSync(path)).toHaveLength(3);
    folder(2).leaveDead(nobody, Date.now());
    expect(readdirSync(path)).toHaveLength(1);
    expect(numbers(page(2).load(ana))).toEqual([1, 2]);
  });

  test("in the middle of a line: the whole ones are there", async () => {
    const { path, folder, page } = street();
    await killedAfter(path, 1, 2);
    const [name = ""] = readdirSync(path);
    appendFileSync(join(path, name), '{"put":{"nonce":"n3","chan');
    folder(2).leaveDead(nobody, Date.now());
    expect(numbers(page(2).load(ana))).toEqual([1, 2]);
  });
});

describe("two pages of one account", () => {
  test("do not see what the other is about to send, until that has ended", async () => {
    const { page } = street();
    const [one, two] = [page(1), page(1)];
    one.load(ana);
    await one.put(ana, message(1));
    expect(two.load(ana)).toEqual([]);
    await two.put(ana, message(2));
    one.close();
    expect(numbers(two.load(ana))).toEqual([2, 1]);
    expect(page(1).load(ana)).toEqual([]);
    two.close();
    expect(numbers(page(1).load(ana))).toEqual([2, 1]);
  });

  test("in two programs: what one left that was killed goes to the other, which is open", async () => {
    const { path, folder, page } = street();
    page(1);
    const one = new Outboxes(folder(process.pid), undefined, (process_id) => process_id === process.pid);
    pages.push(one);
    one.load(ana);
    await one.put(ana, message(1));
    const killed = page(7_777_777);
    killed.load(ana);
    await killed.put(ana, message(2));
    expect(numbers(one.load(ana))).toEqual([1, 2]);
    one.drop(ana, "n1");
    one.drop(ana, "n2");
    one.close();
    expect(readdirSync(path).filter((name) => name.includes(".left."))).toEqual([]);
  });

  test("in two programs: what belongs to one that runs stays there", async () => {
    const { page, folder } = street();
    const one = page(1);
    one.load(ana);
    await one.put(ana, message(1));
    folder(2).leaveDead((process_id) => process_id === 1, Date.now());
    expect(page(2).load(ana)).toEqual([]);
    expect(numbers(one.load(ana))).toEqual([1]);
  });

  test("a program that got the number of a dead one does not keep its messages for ever", async () => {
    const { page, folder, path } = street();
    const process_id = await killedAfter(path, 1, 3);
    const now_ms = Date.now() + clientLimits.outbox_stale_ms;
    folder(2).leaveDead((number) => number === process_id, now_ms);
    expect(numbers(page(2).load(ana))).toEqual([1, 2, 3]);
  });

  test("one that runs and has nothing to send keeps its empty file, however old", async () => {
    const { page, folder, path } = street();
    const one = page(1);
    one.load(ana);
    await one.put(ana, message(1));
    one.drop(ana, "n1");
    const [name = ""] = readdirSync(path);
    utimesSync(join(path, name), 0, 0);
    folder(2).leaveDead((process_id) => process_id === 1, Date.now());
    await one.put(ana, message(2));
    folder(2).leaveDead(nobody, Date.now());
    expect(numbers(page(2).load(ana))).toEqual([2]);
  });
});

describe("an outbox", () => {
  test("forgets what was sent, keeps what was refused with the reason, each in its place", async () => {
    const { page } = street();
    const one = page(1);
    one.load(ana);
    for (const number of [1, 2, 3]) await one.put(ana, message(number));
    one.drop(ana, "n2");
    await one.put(ana, message(1, { failure: "You are not a member." }));
    one.close();
    const kept = page(2).load(ana);
    expect(numbers(kept)).toEqual([1, 3]);
    expect(kept[0]?.failure).toBe("You are not a member.");
  });

  test("is of one server and one account", async () => {
    const { page } = street();
    const one = page(1);
    one.load(ana);
    await one.put(ana, message(1));
    await one.put(ben, message(2));
    expect(one.load(ben)).toEqual([]);
    one.close();
    expect(page(2).load({ ...ana, server_id: "../../willow" })).toEqual([]);
    expect(numbers(page(2).load(ana))).toEqual([1]);
  });

  test("can be read by its owner only, and leaves nothing when all is sent", async () => {
    const { page, path } = street();
    const one = page(1);
    one.load(ana);
    await one.put(ana, message(1));
    const [name = ""] = readdirSync(path);
    expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    one.drop(ana, "n1");
    one.close();
    expect(readdirSync(path)).toEqual([]);
  });

  test("that has grown long is written anew with what waits", async () => {
    const { page, path } = street();
    const one = page(1);
    one.load(ana);
    await one.put(ana, message(0));
    const long = { content: "x".repeat(20_000) };
    for (let number = 1; number <= 200; number++) {
      await one.put(ana, message(number, long));
      one.drop(ana, `n${number}`);
    }
    const [name = ""] = readdirSync(path);
    expect(statSync(join(path, name)).size).toBeLessThan(clientLimits.outbox_file_bytes_max + 50_000);
    one.close();
    expect(numbers(page(2).load(ana))).toEqual([0]);
  });

  test("that cannot be written is said once, and nothing breaks", async () => {
    const { page, path, log } = street();
    writeFileSync(path, "a file where the folder should be");
    const one = page(1);
    expect(one.load(ana)).toEqual([]);
    await one.put(ana, message(1));
    one.drop(ana, "n1");
    one.close();
    expect(log.lines).toHaveLength(1);
    rmSync(path);
  });
});

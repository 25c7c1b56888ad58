import { afterEach, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { OutboxFolder } from "../../src/client/outbox.ts";
import { Outboxes } from "../../src/client/outboxes.ts";
import type { Account, Meeting, OutboxMessage } from "../../src/protocol/bridge.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";

const pages: Outboxes[] = [];
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});

function street() {
  const path = join(newFolder("chat-outbox-"), "outbox");
  const page = (isOthers?: ConstructorParameters<typeof Outboxes>[1]) => {
    const made = new Outboxes(new OutboxFolder(path, 1, new KeptLog()), isOthers);
    pages.push(made);
    return made;
  };
  return { path, page };
}

const home = { host: "192.168.1.20", port: 5050, tls: true };
const fingerprint = Array(32).fill("AB").join(":");
const met = (change: Partial<Meeting> = {}): Meeting => ({
  server: home,
  certificate: fingerprint,
  username: "ana",
  ...change,
});
/** All of these servers say the same of themselves. */
const account = (change?: Partial<Meeting>): Account => ({
  server_id: "willow",
  user_id: 1,
  met: met(change),
});
const message = (number: number): OutboxMessage => ({
  nonce: `n${number}`,
  channel_id: 1,
  place: "#general",
  kind: "text",
  content: `message ${number}`,
  reply_to_seq: null,
  created_at_ms: number,
  failure: null,
});

/** What a page wrote to one server and could not send. */
async function leftBehind({ page }: ReturnType<typeof street>, of: Account, ...numbers: number[]) {
  const one = page();
  one.load(of);
  for (const number of numbers) await one.put(of, message(number));
  one.close();
}

const waits = (messages: readonly OutboxMessage[]) =>
  messages.filter(({ failure }) => failure === null).map(({ content }) => content);

describe("a server that says it is another one", () => {
  const elsewhere = { host: "203.0.113.9", port: 5050, tls: true };
  const impostors: Record<string, Partial<Meeting>> = {
    "at another address, with another certificate": {
      server: elsewhere,
      certificate: fingerprint.replace("AB", "CD"),
    },
    "at the same address, with another certificate": { certificate: fingerprint.replace("AB", "CD") },
    "at another address, with a certificate of an authority": { server: elsewhere, certificate: null },
    "at the same address, with a certificate of an authority": { certificate: null },
    "at another address, without TLS": { server: { ...elsewhere, tls: false }, certificate: null },
    "at the same address, without TLS": { server: { ...home, tls: false }, certificate: null },
  };

  test.each(Object.entries(impostors))(
    "%s gets nothing; the text is shown with the reason",
    async (_, how) => {
      const scene = street();
      await leftBehind(scene, account(), 1);
      const impostor = scene.page();
      const shown = impostor.load(account(how));
      expect(waits(shown)).toEqual([]);
      expect(shown).toMatchObject([
        { content: "message 1", failure: expect.stringMatching(/“Try again” sends it here/) },
      ]);
      impostor.close();
      // Whoever was there in between: the real one gets it.
      expect(waits(scene.page().load(account()))).toEqual(["message 1"]);
    },
  );

  test("gets it when the person says so, and then the first one does not", async () => {
    const scene = street();
    await leftBehind(scene, account(), 1);
    const there = account({ server: elsewhere, certificate: null });
    const moved = scene.page();
    const [shown] = moved.load(there);
    if (shown) await moved.put(there, { ...shown, failure: null });
    moved.close();
    expect(waits(scene.page().load(account()))).toEqual([]);
    for (const page of pages.splice(0)) page.close();
    expect(waits(scene.page().load(there))).toEqual(["message 1"]);
  });
});

describe("two servers that tell one id, both with an account in one window", () => {
  const impostor = account({ server: { ...home, port: 6000 }, certificate: fingerprint.replace("AB", "CD") });
  const isOthers = (met: Meeting, of: Account) => met.server.port !== of.met.server.port;

  test("what was left goes to the one it was written to, whichever comes first", async () => {
    for (const order of [
      [account(), impostor],
      [impostor, account()],
    ] as const) {
      const scene = street();
      await leftBehind(scene, account(), 1);
      const page = scene.page(isOthers);
      for (const each of order)
        expect(page.load(each).map(({ content }) => content)).toEqual(each === impostor ? [] : ["message 1"]);
    }
  });

  test("each keeps and forgets its own, at the same time", async () => {
    const scene = street();
    const page = scene.page(isOthers);
    for (const each of [account(), impostor]) page.load(each);
    await page.put(account(), message(1));
    await page.put(impostor, message(2));
    page.drop(impostor, "n1");
    expect(waits(page.load(account()))).toEqual(["message 1"]);
    expect(waits(page.load(impostor))).toEqual(["message 2"]);
    page.forget(impostor.met.server, "ana");
    page.close();
    const next = scene.page(isOthers);
    expect([waits(next.load(account())), waits(next.load(impostor))]).toEqual([["message 1"], []]);
  });
});

test("what a user could not send is dropped with the account, also where nobody has loaded it", async () => {
  const scene = street();
  await leftBehind(scene, account(), 1);
  await leftBehind(scene, { ...account({ username: "ben" }), user_id: 2 }, 2);
  scene.page().forget(home, "Ana");
  expect(scene.page().load(account())).toEqual([]);
  expect(waits(scene.page().waitingAt(home, "ben"))).toEqual(["message 2"]);
});

test("a server with a known certificate is the same at any address", async () => {
  const scene = street();
  await leftBehind(scene, account(), 1);
  const moved = account({ server: { ...home, host: "192.168.1.31" } });
  expect(waits(scene.page().load(moved))).toEqual(["message 1"]);
});

test("a host that an authority vouches for is the same with any certificate, one without TLS by its address", async () => {
  for (const tls of [true, false]) {
    const scene = street();
    const there = account({ server: { ...home, host: "Chat.example.org", tls }, certificate: null });
    await leftBehind(scene, there, 1);
    const again = account({ server: { ...home, host: "chat.example.org", tls }, certificate: null });
    expect(waits(scene.page().load(again))).toEqual(["message 1"]);
  }
});

test("what an earlier version kept, without the server's address, is there and is sent by hand only", () => {
  const { path, page } = street();
  const { place: _, ...older } = message(1);
  const key = new Bun.CryptoHasher("sha256").update(JSON.stringify(["willow", 1])).digest("hex");
  mkdirSync(path);
  writeFileSync(join(path, `${key.slice(0, 32)}.left.0123abcd.jsonl`), `${JSON.stringify({ put: older })}\n`);
  const shown = page().load(account());
  expect(shown).toMatchObject([
    { content: "message 1", place: null, failure: expect.stringContaining("earlier version") },
  ]);
});

describe("before a login", () => {
  test("what this user wrote to this address is told, and stays where it is", async () => {
    const scene = street();
    await leftBehind(scene, account(), 1, 2);
    await leftBehind(scene, { ...account({ username: "ben" }), user_id: 2 }, 3);
    const before = scene.page();
    expect(waits(before.waitingAt(home, "Ana"))).toEqual(["message 1", "message 2"]);
    expect(before.waitingAt({ ...home, port: 1 }, "ana")).toEqual([]);
    expect(before.waitingAt({ ...home, tls: false }, "ana")).toEqual([]);
    expect(waits(before.load(account()))).toEqual(["message 1", "message 2"]);
    // A page that is loaded again in the same program.
    expect(waits(before.waitingAt(home, "ana"))).toEqual(["message 1", "message 2"]);
  });

  test("what was refused is not told: it does not go out by itself", async () => {
    const scene = street();
    const page = scene.page();
    page.load(account());
    await page.put(account(), { ...message(1), failure: "No such channel." });
    expect(page.waitingAt(home, "ana")).toEqual([]);
  });
});

import { expect, test } from "bun:test";

import { verify } from "../support/chaos/verify.ts";
import { seeded } from "../support/random.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
const messages = 1_000;
const tries_max = 5;

type Answer = { id: number; seq: number; rev: number; created_at_ms: number };

/** Sends all of these at once and hangs up without having looked at an answer; ben tells what arrived. */
async function sendAndLoseTheAnswers(server: TestServer, token: string, ben: PeerV2, nonces: string[]) {
  using ana = await PeerV2.resume(server, token);
  for (const [index, nonce] of nonces.entries())
    ana.sendFrame({ id: 1_000 + index, type: "message.send", body: bodyOf(nonce) });
  const stored = new Map<string, Answer>();
  while (stored.size < nonces.length) {
    const { id, seq, rev, created_at_ms, nonce } = (await ben.next("message.created")).message;
    stored.set(nonce ?? "", { id, seq, rev, created_at_ms });
  }
  return stored;
}

async function sendAgain(server: TestServer, token: string, nonces: string[]): Promise<Map<string, Answer>> {
  using ana = await PeerV2.resume(server, token);
  const answers = await Promise.all(nonces.map((nonce) => ana.request("message.send", bodyOf(nonce))));
  return new Map(nonces.map((nonce, index) => [nonce, answers[index] ?? expect.unreachable()]));
}

const bodyOf = (nonce: string) => ({ channel_id: general, nonce, content: `the text of ${nonce}` });

test("a message whose answer was lost gets the first answer, however often and late it is sent again", async () => {
  const folder = await temporaryFolder();
  let server = await startServer({ folder });
  const random = seeded(4);
  const { token } = await PeerV2.register(server, "ana");
  using ben = await PeerV2.register(server, "ben");
  const nonces = Array.from({ length: messages }, (_, index) => `ana:${index + 1}`);
  const tries = new Map(nonces.map((nonce) => [nonce, 1 + random.below(tries_max)]));

  const first = await sendAndLoseTheAnswers(server, token, ben, nonces);
  expect(first.size).toBe(messages);
  for (let again = 1; again <= tries_max; again++) {
    // Between the tries the server is killed, and once it is told to end.
    await server.stop(again === 3 ? "SIGTERM" : "SIGKILL");
    server = await startServer({ folder });
    const repeated = random.shuffle(nonces.filter((nonce) => (tries.get(nonce) ?? 0) >= again));
    expect(repeated.length).toBeGreaterThan(100);
    const answers = await sendAgain(server, token, repeated);
    expect([...answers].filter(([nonce, { id }]) => id !== first.get(nonce)?.id)).toEqual([]);
    expect(answers).toEqual(
      new Map(repeated.map((nonce) => [nonce, first.get(nonce) ?? expect.unreachable()])),
    );
  }

  await server.stop();
  expect(verify(server.db, general, first)).toEqual({
    stored: messages,
    acknowledged: messages,
    lost: 0,
    doubled: 0,
    out_of_order: 0,
    holes: 0,
    integrity: "ok",
  });
}, 60_000);

test("nobody hears a repeat, and it brings no deleted text back", async () => {
  await using server = await startServer();
  using ana = await PeerV2.register(server, "ana");
  using ben = await PeerV2.register(server, "ben");
  await ana.fence();
  const { id } = await ana.request("message.send", bodyOf("1"));
  const edited = await ana.request("message.edit", { id, content: "another text" });
  expect(await ana.request("message.send", bodyOf("1"))).toMatchObject({ id, rev: edited.rev });
  const deleted = await ana.request("message.delete", { id });
  expect(await ana.request("message.send", bodyOf("1"))).toMatchObject({ id, rev: deleted.rev });
  const heard = (await ben.fence())
    .map(({ type }) => type)
    .filter((type) => String(type).startsWith("message."));
  expect(heard).toEqual(["message.created", "message.edited", "message.deleted"]);
  const { messages: kept } = await ben.request("message.history", { channel_id: general });
  expect(kept).toMatchObject([{ id, content: "" }]);
});

test.each<[string, object]>([
  ["another text", { content: "other" }],
  ["another kind", { kind: "action" }],
  ["an answer to something", { reply_to_seq: 1 }],
])("a nonce that was used is refused for %s", async (_what, change) => {
  await using server = await startServer();
  using ana = await PeerV2.register(server, "ana");
  using ben = await PeerV2.register(server, "ben");
  await ana.say(general, "something");
  const { id } = await ana.request("message.send", bodyOf("1"));
  const reused = ana.request("message.send", { ...bodyOf("1"), ...change });
  await expect(reused).rejects.toMatchObject({ code: "nonce_reused" });
  expect((await ben.request("message.send", bodyOf("1"))).id).toBeGreaterThan(id); // nonces are each user's own
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";

import { ChatError } from "../../src/protocol/errors.ts";
import type { RequestInput, RequestName } from "../../src/protocol/registry.ts";
import { overhear, type Scene, secret_words, setScene, standings } from "../support/access-scene.ts";
import { accessTable } from "../support/access-table.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

let server: TestServer;
/** Two who are in no private channel and hear everything that is said to them, all the time. */
let spy: PeerV2;
let spy_v1: PeerV1;
const heard: { text(): string }[] = [];

beforeAll(async () => {
  server = await startServer();
  spy = await PeerV2.register(server, "spy");
  spy_v1 = await PeerV1.register(server, "spy_v1");
  heard.push(overhear(spy), overhear(spy_v1));
});

afterAll(async () => {
  spy[Symbol.dispose]();
  spy_v1[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const answerTo = async <N extends RequestName>(peer: PeerV2, name: N, body: RequestInput<N>) => {
  try {
    await peer.request(name, body);
    return { code: "ok" };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { code: error.code, message: error.message };
  }
};

const requestNames = Object.keys(accessTable) as RequestName[];
const cells = requestNames.flatMap((name) =>
  standings.map((standing) => ({ name, standing, expected: accessTable[name].answers[standing] })),
);

describe("every request and every standing", () => {
  test.each(cells)("$name by $standing: $expected", async ({ name, standing, expected }) => {
    using scene = await setScene(server);
    using peer = await scene.come(standing);
    const told = overhear(peer);
    const body = accessTable[name].body(scene);
    const answer = await answerTo(peer, name, body as RequestInput<typeof name>);
    expect(answer.code).toBe(expected);
    await peer.request("ping", {});
    if (standing === "owner" || standing === "member") return;
    expect(told.text()).not.toMatch(secret_words);
    if (expected === "not_found") await expectLikeNothing(peer, name, scene, answer);
  });
});

/** What is hidden is answered word for word as what was never there. */
async function expectLikeNothing<N extends RequestName>(peer: PeerV2, name: N, scene: Scene, answer: object) {
  const missing = 999_999_999;
  const upload_id = crypto.randomUUID();
  const ids = { channel_id: missing, message_id: missing, session_id: missing, file_id: missing, upload_id };
  const body = accessTable[name].body({ ...scene, ids }) as RequestInput<N>;
  expect(await answerTo(peer, name, body)).toEqual(answer as never);
}

test("an ended session is worth nothing: its token is refused, its connection was closed", async () => {
  using scene = await setScene(server);
  using device = await PeerV2.login(server, scene.member.user.username);
  await scene.member.request("session.end_others", {});
  const { reason } = await device.next("connection.closing");
  expect(reason).toBe("session_ended");
  await device.closed;
  using guest = await PeerV2.connect(server);
  expect(await answerTo(guest, "session.resume", { token: device.token })).toMatchObject({
    code: "session_ended",
  });
});

test("who has left hears nothing more, and is an outsider", async () => {
  using scene = await setScene(server);
  const { member, owner, ids } = scene;
  await member.request("channel.leave", { channel_id: ids.channel_id });
  await member.fence();
  const told = overhear(member);
  await owner.say(ids.channel_id, `whisper-${scene.number} again`);
  await owner.request("channel.update", { channel_id: ids.channel_id, description: "hush-2" });
  await owner.fence();
  await member.request("channel.list", {});
  expect(await answerTo(member, "message.history", { channel_id: ids.channel_id })).toMatchObject({
    code: "not_found",
  });
  expect(told.text()).not.toMatch(secret_words);
});

test("a name that a private channel has is free for those who cannot see it", async () => {
  using scene = await setScene(server);
  const name = scene.channel_name;
  expect(await answerTo(scene.member, "channel.create", { name })).toMatchObject({ code: "exists" });
  expect(await answerTo(scene.outsider, "channel.create", { kind: "private", name })).toEqual({ code: "ok" });
});

test("in all this nobody outside was told a word, by either protocol", async () => {
  using scene = await setScene(server);
  const owners = overhear(scene.owner);
  await scene.owner.request("channel.list", {});
  expect(owners.text()).toMatch(secret_words); // what is looked for can be found
  await spy.fence();
  await spy_v1.fence();
  for (const each of heard) {
    expect(each.text()).toMatch(/open-\d/); // the public channels that were made meanwhile
    expect(each.text()).not.toMatch(secret_words);
  }
});

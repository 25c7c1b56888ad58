import { describe, expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { type Address, type Frame, FrameSocket } from "../support/frame-socket.ts";
import { startServer } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const numbered = Array.from({ length: 15 }, (_, at) => `said ${at + 1}`);

const isOfAna =
  (type: string) =>
  (frame: Frame): boolean =>
    frame["type"] === type && frame["username"] === "ana";

/** Each followed by a question, which nothing overtakes. */
const of_protocol_1 = numbered.flatMap((content) => [{ type: "message", content }, { type: "user_list" }]);
const of_protocol_2 = numbered.flatMap((content, at) => [
  { id: 100 + at, type: "message.send", body: { channel_id: 1, content, nonce: content } },
  { id: 200 + at, type: "channel.list", body: {} },
]);

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "script", version: "1" } } };

const sayers = {
  "a bot of protocol 1": { come: (to: Address) => PeerV1.register(to, "ana"), frames: of_protocol_1 },
  "a client of protocol 2": { come: (to: Address) => PeerV2.register(to, "ana"), frames: of_protocol_2 },
};

test.each([
  ["protocol 1", [{ type: "auth_login", username: "ana", password: some_password }, of_protocol_1[0]]],
  [
    "protocol 2",
    [
      hello,
      { id: 2, type: "session.login", body: { username: "ana", password: some_password } },
      of_protocol_2[0],
    ],
  ],
])("a script may log in, say something and hang up in one go: %s", async (_protocol, frames) => {
  await using server = await startServer();
  using ben = await PeerV1.register(server, "ben");
  using known = await PeerV1.register(server, "ana");
  expect(known.username).toBe("ana");
  const script = await FrameSocket.connect(server);
  script.write(Buffer.concat(frames.map(encodeFrame)));
  await script.hangUp();
  expect(await ben.next("message")).toMatchObject({ sender: "ana", content: "said 1" });
});

describe.each([
  ["goes on", false],
  ["stands still meanwhile", true],
])("a server that %s has all that was said before a goodbye", (_how, is_still) => {
  test.each(Object.entries(sayers))("by %s", async (_who, { come, frames }) => {
    await using server = await startServer();
    using ben = await PeerV1.register(server, "ben");
    const ana = await come(server);
    await ben.nextFrame(isOfAna("user_joined"));
    if (is_still) server.pause();
    ana.write(Buffer.concat(frames.map(encodeFrame)));
    const gone = ana.hangUp();
    server.resume();
    await gone;
    await ben.nextFrame(isOfAna("user_left"));
    expect(ben.waiting.filter(({ type }) => type === "message").map(({ content }) => content)).toEqual(
      numbered,
    );
  });
});

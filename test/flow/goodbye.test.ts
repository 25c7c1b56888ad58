import { describe, expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import type { Address, Frame } from "../support/frame-socket.ts";
import { startServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
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

const sayers = {
  "a bot of protocol 1": { come: (to: Address) => PeerV1.register(to, "ana"), frames: of_protocol_1 },
  "a client of protocol 2": { come: (to: Address) => PeerV2.register(to, "ana"), frames: of_protocol_2 },
};

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

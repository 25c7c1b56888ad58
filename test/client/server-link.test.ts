import { describe, expect, test } from "bun:test";

import { clientLimits } from "../../src/client/limits.ts";
import { ServerLink } from "../../src/client/server-link.ts";
import { encodeFrame, FrameDecoder } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { FakeWire } from "./fake-wire.ts";
import { KeptLog } from "./kept-log.ts";

function linkUp(tls = true) {
  const wire = new FakeWire();
  const log = new KeptLog();
  const told: unknown[] = [];
  const batches: unknown[][] = [];
  const link = new ServerLink(
    { host: "127.0.0.1", port: 5050, tls },
    wire,
    {
      frames: (frames) => batches.push(frames),
      down: (down, heard) => told.push({ ...down, heard }),
    },
    log,
  );
  link.start();
  return { wire, log, told, batches, link, frames: () => batches.flat() };
}

const ana = { user_id: 1, username: "ana" };
const hello_request = { id: 1, type: "ping", body: {} };
const message = {
  id: 7,
  channel_id: 1,
  seq: 3,
  rev: 3,
  author: ana,
  kind: "text",
  content: "größer als ☀ 😀",
  created_at_ms: 1_700_000_000_000,
  nonce: null,
  reply_to_seq: null,
  edited_at_ms: null,
  deleted_at_ms: null,
  pinned_at_ms: null,
  reactions: [],
};
const created = { type: "message.created", body: { message } };

const decode = (bytes: Uint8Array): unknown[] => [...new FrameDecoder().read(bytes)];

describe("what comes", () => {
  test("events and replies pass, all of one chunk together", () => {
    const { link, wire, batches } = linkUp();
    link.send(hello_request);
    wire.listener?.received(Buffer.concat([encodeFrame(created), encodeFrame({ re: 1, ok: {} })]));
    expect(batches).toEqual([[created, { re: 1, ok: {} }]]);
  });

  test("frames split at every byte come whole", () => {
    const bytes = Buffer.concat([encodeFrame(created), encodeFrame(created)]);
    for (let at = 0; at <= bytes.length; at++) {
      const { wire, frames, told } = linkUp();
      wire.listener?.received(bytes.subarray(0, at));
      wire.listener?.received(bytes.subarray(at));
      expect(frames()).toEqual([created, created]);
      expect(told).toEqual([]);
    }
  });

  test("an event of an unknown type is left out, and unknown fields too", () => {
    const { wire, frames } = linkUp();
    wire.listener?.received(encodeFrame({ type: "weather.changed", body: { sunny: true } }));
    wire.listener?.received(encodeFrame({ ...created, later: true, body: { message, more: 1 } }));
    expect(frames()).toEqual([created]);
  });

  test("an error reply passes with its time to wait", () => {
    const { link, wire, frames } = linkUp();
    link.send(hello_request);
    const error = { code: "rate_limited", message: "Too fast.", retry_after_ms: 200 };
    wire.listener?.received(encodeFrame({ re: 1, error }));
    expect(frames()).toEqual([{ re: 1, error }]);
  });

  test("a flood of pings is answered once, until that answer has its own", () => {
    const { wire } = linkUp();
    const ping = encodeFrame({ type: "ping", body: {} });
    for (let count = 0; count < 5_000; count++) wire.listener?.received(ping);
    const answers = decode(wire.bytes) as { id: number }[];
    expect(answers).toHaveLength(1);
    wire.listener?.received(Buffer.concat([encodeFrame({ re: answers[0]?.id, ok: {} }), ping]));
    expect(decode(wire.bytes)).toHaveLength(2);
  });

  test("a ping is answered by the link itself", () => {
    const { wire, frames } = linkUp();
    wire.listener?.received(encodeFrame({ type: "ping", body: {} }));
    const [ping] = decode(wire.bytes) as [{ id: number }];
    expect(ping).toMatchObject({ type: "ping", body: {} });
    wire.listener?.received(Buffer.concat([encodeFrame({ re: ping.id, ok: {} }), encodeFrame(created)]));
    expect(frames()).toEqual([created]);
  });

  test.each([
    ["an event of another form", encodeFrame({ type: "message.created", body: { message: { id: "x" } } })],
    ["a reply to no request", encodeFrame({ re: 99, ok: {} })],
    ["a reply of another form", encodeFrame({ re: 1, ok: 5 })],
    ["a reply with neither", encodeFrame({ re: 1 })],
    ["no object", encodeFrame([1])],
    ["null", encodeFrame(null)],
    ["no JSON", Buffer.from("\0\0\0\x03abc")],
    ["another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("%s breaks the link, after what was good before it", (_, bytes) => {
    const { link, wire, told, frames, log } = linkUp();
    link.send(hello_request);
    wire.listener?.received(Buffer.concat([encodeFrame(created), bytes]));
    expect(frames()).toEqual([created]);
    expect(told).toMatchObject([{ code: "broken", heard: true }]);
    expect(wire.is_closed).toBe(true);
    expect(log.lines).toHaveLength(1);
    wire.listener?.received(encodeFrame(created));
    wire.listener?.closed();
    expect(frames()).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  test("a TLS alert on a plain link says which switch to turn", () => {
    const { wire, told } = linkUp(false);
    wire.listener?.received(Buffer.from("15030100020246", "hex"));
    expect(told).toMatchObject([{ code: "broken", message: expect.stringContaining("turn on Use TLS") }]);
  });

  test("an ended connection is lost, and it is told whether anything was ever heard", () => {
    const silent = linkUp();
    silent.wire.listener?.closed();
    expect(silent.told).toMatchObject([{ code: "lost", heard: false }]);
    const heard = linkUp();
    heard.wire.listener?.received(encodeFrame(created));
    heard.wire.listener?.closed();
    expect(heard.told).toMatchObject([{ code: "lost", heard: true }]);
  });

  test("nothing comes after hanging up", () => {
    const { link, wire, told, frames } = linkUp();
    wire.listener?.received(encodeFrame(created));
    link.hangUp();
    wire.listener?.received(encodeFrame(created));
    wire.listener?.closed();
    expect(frames()).toHaveLength(1);
    expect(told).toEqual([]);
    expect(wire.is_closed).toBe(true);
  });
});

describe("what goes", () => {
  test("a socket that takes some bytes at a time gets all of them in order", () => {
    const { link, wire } = linkUp();
    wire.takes = 5;
    const frames = Array.from({ length: 20 }, (_, id) => ({ id, type: "ping", body: { id } }));
    for (const frame of frames) link.send(frame);
    while (decode(wire.bytes).length < frames.length) wire.drain(7);
    expect(decode(wire.bytes)).toEqual(frames);
  });

  test("a frame over the limit is refused in the server's stead", () => {
    const { link, wire, frames } = linkUp();
    link.send({ id: 3, type: "message.send", body: { content: "x".repeat(limits.frame_bytes_max) } });
    expect(frames()).toMatchObject([{ re: 3, error: { code: "too_large" } }]);
    expect(wire.written).toEqual([]);
  });

  test("a server that takes nothing is given up at the bound", () => {
    const { link, wire, told } = linkUp();
    wire.takes = 0;
    const content = "x".repeat(limits.frame_bytes_max - 100);
    for (let id = 0; told.length === 0 && id < 20; id++)
      link.send({ id, type: "message.send", body: { content } });
    expect(told).toMatchObject([{ code: "lost" }]);
    expect(wire.is_closed).toBe(true);
  });

  test("more requests than can be remembered are refused", () => {
    const { link, frames } = linkUp();
    for (let id = 0; id <= clientLimits.replies_awaited_max; id++) link.send({ id, type: "ping", body: {} });
    expect(frames()).toMatchObject([{ re: clientLimits.replies_awaited_max, error: { code: "busy" } }]);
  });

  test("what is no request stays here", () => {
    const { link, wire, log } = linkUp();
    for (const frame of [{}, { id: 1, type: "no.such" }, { id: -1, type: "ping" }, { type: "ping" }])
      link.send(frame);
    expect(wire.written).toEqual([]);
    expect(log.lines).toHaveLength(4);
    link.send(hello_request);
    expect(decode(wire.bytes)).toEqual([hello_request]);
  });
});

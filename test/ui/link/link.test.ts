import { describe, expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import type { ChatEvent } from "../../../src/protocol/registry.ts";
import { LinkDown, NoAnswer, Untrusted } from "../../../ui/link/link-error.ts";
import { Link } from "../../../ui/link/link.ts";
import { FakeBridge } from "../../support/page-bridge.ts";
import { PageServer } from "../../support/page-server.ts";
import { FakeTimers, settled } from "../../support/page-timers.ts";

const server = { host: "127.0.0.1", port: 5050, tls: true };

function makeLink() {
  const chat = new PageServer("ana");
  const bridge = new FakeBridge(chat);
  const timers = new FakeTimers();
  const events: ChatEvent[] = [];
  const downs: LinkDown[] = [];
  const link = new Link(bridge, timers, () => ({ version: "0.1.0", device: "Window on Linux" }), {
    reply: () => {},
    event: (event) => events.push(event),
    down: (down) => downs.push(down),
  });
  bridge.listen((message) => link.receive(message));
  return { chat, bridge, timers, link, events, downs };
}

describe("opening", () => {
  test("dials and says hello", async () => {
    const { link, bridge } = makeLink();
    const opened = await link.open(server);
    expect(opened.hello.server.name).toBe("Willow Street");
    expect(bridge.heard("hello")).toEqual([
      { protocol: 2, client: { name: "chat", version: "0.1.0" }, device: "Window on Linux" },
    ]);
    expect(link.is_up).toBe(true);
  });

  test("each dial has a larger number, and the one before is hung up", async () => {
    const { link, bridge } = makeLink();
    await link.open(server);
    await link.open(server);
    const [first, second] = bridge.posted("dial").map((dial) => dial.link);
    expect(second).toBeGreaterThan(first ?? Infinity);
    expect(bridge.posted("hang_up").map((command) => command.link)).toEqual([first ?? -1]);
  });

  test("rejects with why there is no connection", async () => {
    const { link, bridge, downs } = makeLink();
    bridge.dial = () => ({ type: "down", code: "refused" });
    await expect(link.open(server)).rejects.toThrow(LinkDown);
    expect(downs).toEqual([]);
  });

  test("rejects with the fingerprint of a certificate that is not known, and sends the one that was accepted", async () => {
    const { link, bridge } = makeLink();
    bridge.dial = ({ trust }) =>
      trust === undefined ? { type: "untrusted", fingerprint: "AA", pinned: "BB" } : { type: "up" };
    const error = await link.open(server).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Untrusted);
    expect(error).toMatchObject({ fingerprint: "AA", pinned: "BB" });
    await link.open(server, "AA");
    expect(link.is_up).toBe(true);
  });

  test("a server that refuses the greeting is hung up", async () => {
    const { link, chat, bridge } = makeLink();
    chat.instead.hello = () => {
      throw new ChatError("unsupported", "This server speaks protocol 3.");
    };
    await expect(link.open(server)).rejects.toThrow("This server speaks protocol 3.");
    expect(bridge.posted("hang_up")).toHaveLength(1);
  });
});

describe("requests", () => {
  test("an error reply rejects with its code and the time to wait", async () => {
    const { link, chat } = makeLink();
    await link.open(server);
    chat.instead["channel.list"] = () => {
      throw new ChatError("rate_limited", "Too fast.", 250);
    };
    const error = await link.request("channel.list", {}).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ChatError);
    expect(error).toMatchObject({ code: "rate_limited", message: "Too fast.", retry_after_ms: 250 });
  });

  test("a code that this version does not know is an internal error", async () => {
    const { link, bridge, chat } = makeLink();
    await link.open(server);
    chat.instead["channel.list"] = () => undefined;
    const asked = link.request("channel.list", {}).catch((error: unknown) => error);
    const sent = bridge.posted("send").at(-1);
    const frames = [{ re: sent?.frame["id"], error: { code: "from_the_future", message: "?" } }];
    bridge.put({ type: "link.frames", link: sent?.link ?? 0, frames });
    expect(await asked).toMatchObject({ code: "internal" });
  });

  test("one without an answer ends after fifteen seconds, and a late answer is no news", async () => {
    const { link, chat, timers } = makeLink();
    await link.open(server);
    chat.instead["channel.list"] = () => undefined;
    const asked = link.request("channel.list", {}).catch((error: unknown) => error);
    await timers.pass(15_000);
    expect(await asked).toBeInstanceOf(NoAnswer);
    expect(link.is_up).toBe(true);
  });

  test("all that wait are rejected when the link goes down, and the listener hears of it once", async () => {
    const { link, chat, bridge, downs } = makeLink();
    await link.open(server);
    chat.instead["channel.list"] = () => undefined;
    const asked = [link.request("channel.list", {}), link.request("channel.list", {})];
    const errors = Promise.all(asked.map((one) => one.catch((error: unknown) => error)));
    bridge.lose();
    expect(await errors).toEqual([expect.any(LinkDown), expect.any(LinkDown)]);
    expect(downs.map(({ code }) => code)).toEqual(["lost"]);
    await expect(link.request("ping", {})).rejects.toThrow(LinkDown);
  });

  test("what a reply commits comes before the events behind it in the same batch", async () => {
    const { link, chat, bridge, events } = makeLink();
    await link.open(server);
    const order: string[] = [];
    chat.instead["channel.list"] = () => undefined;
    void link.request("channel.list", {}, { settle: () => order.push(`reply, ${events.length} events`) });
    const sent = bridge.posted("send").at(-1);
    const read: ChatEvent = {
      type: "channel.marked_read",
      body: { channel_id: 1, read_seq: 1, mention_count: 0 },
    };
    const frames = [read, { re: sent?.frame["id"], ok: { channels: [] } }, read];
    bridge.put({ type: "link.frames", link: sent?.link ?? 0, frames });
    await settled();
    expect(order).toEqual(["reply, 1 events"]);
    expect(events).toHaveLength(2);
  });
});

describe("the heartbeat", () => {
  test("answers the server's ping with a ping", async () => {
    const { link, bridge } = makeLink();
    await link.open(server);
    bridge.tell({ type: "ping", body: {} });
    await settled();
    expect(bridge.heard("ping")).toHaveLength(1);
  });

  test("a peer that has gone silent is hung up within two intervals", async () => {
    const { link, bridge, chat, timers, downs } = makeLink();
    await link.open(server);
    chat.instead.ping = () => undefined;
    await timers.pass(60_000);
    expect(bridge.heard("ping")).toHaveLength(1);
    expect(downs.map(({ code }) => code)).toEqual(["silent"]);
    expect(bridge.posted("hang_up")).toHaveLength(1);
  });

  test("one that answers is not", async () => {
    const { link, bridge, timers, downs } = makeLink();
    await link.open(server);
    await timers.pass(600_000);
    expect(bridge.heard("ping").length).toBeGreaterThan(30);
    expect(downs).toEqual([]);
  });
});

test("the reason the server gave for closing comes with the loss", async () => {
  const { link, bridge, downs } = makeLink();
  await link.open(server);
  bridge.tell({
    type: "connection.closing",
    body: { reason: "session_ended", message: "The session was ended.", retry: false },
  });
  bridge.lose();
  await settled();
  expect(downs[0]?.closing).toMatchObject({ reason: "session_ended", retry: false });
});

test("news of an earlier link is no news", async () => {
  const { link, bridge, events, downs } = makeLink();
  await link.open(server);
  const old = bridge.posted("dial")[0]?.link ?? 0;
  await link.open(server);
  const frames = [{ type: "channel.marked_read", body: { channel_id: 1, read_seq: 1, mention_count: 0 } }];
  bridge.put({ type: "link.frames", link: old, frames });
  bridge.put({ type: "link.down", link: old, code: "lost", message: "" });
  await settled();
  expect(events).toEqual([]);
  expect(downs).toEqual([]);
  expect(link.is_up).toBe(true);
});

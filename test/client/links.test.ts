import { expect, test } from "bun:test";

import type { Dialed, DialOptions } from "../../src/client/dial.ts";
import { clientLimits } from "../../src/client/limits.ts";
import { Links } from "../../src/client/links.ts";
import type { HostMessage } from "../../src/protocol/bridge.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { selfSigned } from "./authority.ts";
import { FakeWire } from "./fake-wire.ts";
import { KeptLog } from "./kept-log.ts";
import { Listener } from "./listener.ts";
import { MemoryPins } from "./memory-pins.ts";

const plain = { host: "127.0.0.1", port: 5050, tls: false };

/** Links whose dials the test answers, in order. */
function dialled() {
  const posted: HostMessage[] = [];
  const dials: { options: DialOptions; answer: (dialed: Dialed) => Promise<void> }[] = [];
  const links = new Links({
    pins: new MemoryPins(),
    log: new KeptLog(),
    post: (message) => posted.push(message),
    dial(options) {
      const { promise, resolve } = Promise.withResolvers<Dialed>();
      const answer = async (dialed: Dialed) => {
        resolve(dialed);
        await promise;
        await Promise.resolve(); // until the links have heard of it too
      };
      dials.push({ options, answer });
      return promise;
    },
  });
  return { links, posted, dials };
}

const up = (wire = new FakeWire()): Dialed => ({ outcome: "up", wire, tls: null });

/** Links over real sockets. */
function real() {
  const posts: HostMessage[] = [];
  let changed = Promise.withResolvers<void>();
  const links = new Links({
    pins: new MemoryPins(),
    log: new KeptLog(),
    post: (message) => {
      posts.push(message);
      changed.resolve();
      changed = Promise.withResolvers();
    },
  });
  const next = async () => {
    while (posts.length === 0) await changed.promise;
    return posts.shift();
  };
  return { links, next };
}

test("a link goes up, carries frames both ways, and goes down", async () => {
  using server = new Listener();
  const { links, next } = real();
  links.dial(1, { ...plain, port: server.port }, undefined);
  expect(await next()).toEqual({ type: "link.up", link: 1, tls: null });
  links.send(1, { id: 1, type: "ping", body: {} });
  expect(await server.frame()).toEqual({ id: 1, type: "ping", body: {} });
  const socket = await server.connection();
  socket.write(encodeFrame({ re: 1, ok: {} }));
  expect(await next()).toEqual({ type: "link.frames", link: 1, frames: [{ re: 1, ok: {} }] });
  socket.end();
  expect(await next()).toMatchObject({ type: "link.down", link: 1, code: "lost" });
});

test("a plain dial to a server with TLS says which switch to turn", async () => {
  using server = new Listener({ certificate: await selfSigned("localhost") });
  const { links, next } = real();
  links.dial(1, { ...plain, port: server.port }, undefined);
  expect(await next()).toMatchObject({ type: "link.up" });
  links.send(1, { id: 1, type: "ping", body: {} });
  expect(await next()).toMatchObject({ code: "broken", message: expect.stringContaining("turn on Use TLS") });
});

test("a plain link that ends without a word: lost, or TLS where the server turns out to speak it", async () => {
  const untrusted: Dialed = { outcome: "untrusted", fingerprint: "AA", pinned: null };
  const refused: Dialed = { outcome: "down", code: "not_tls", message: "no" };
  for (const [probed, code] of [
    [untrusted, "broken"],
    [refused, "lost"],
  ] as const) {
    const { links, posted, dials } = dialled();
    const wire = new FakeWire();
    links.dial(1, plain, undefined);
    await dials[0]?.answer(up(wire));
    wire.listener?.closed();
    expect(dials[1]?.options.server).toEqual({ ...plain, tls: true });
    await dials[1]?.answer(probed);
    await Promise.resolve();
    expect(posted.at(-1)).toMatchObject({ type: "link.down", link: 1, code });
  }
});

test("an untrusted certificate is told with both fingerprints", async () => {
  const { links, posted, dials } = dialled();
  links.dial(4, { ...plain, tls: true }, "CC");
  expect(dials[0]?.options.trust).toBe("CC");
  await dials[0]?.answer({ outcome: "untrusted", fingerprint: "AA", pinned: "BB" });
  expect(posted).toEqual([{ type: "link.untrusted", link: 4, fingerprint: "AA", pinned: "BB" }]);
});

test("what was hung up says nothing more, and a late connection is closed", async () => {
  const { links, posted, dials } = dialled();
  const wire = new FakeWire();
  links.dial(1, plain, undefined);
  links.hangUp(1);
  expect(dials[0]?.options.signal?.aborted).toBe(true);
  await dials[0]?.answer(up(wire));
  expect(posted).toEqual([]);
  expect(wire.is_closed).toBe(true);
});

test("frames for a link that is not up are dropped", async () => {
  const { links, dials } = dialled();
  const wire = new FakeWire();
  links.dial(1, plain, undefined);
  links.send(1, { id: 1, type: "ping", body: {} });
  await dials[0]?.answer(up(wire));
  links.send(2, { id: 2, type: "ping", body: {} });
  expect(wire.written).toEqual([]);
  links.send(1, { id: 3, type: "ping", body: {} });
  expect(wire.bytes.toString()).toContain('"id":3');
});

test("a pause holds all links, those that come up meanwhile too", async () => {
  const { links, dials } = dialled();
  const [first, second] = [new FakeWire(), new FakeWire()];
  links.dial(1, plain, undefined);
  await dials[0]?.answer(up(first));
  links.dial(2, plain, undefined);
  links.pause();
  await dials[1]?.answer(up(second));
  expect([first.is_paused, second.is_paused]).toEqual([true, true]);
  links.resume();
  expect([first.is_paused, second.is_paused]).toEqual([false, false]);
});

test("more links than a page may have are refused", () => {
  const { links, posted, dials } = dialled();
  for (let number = 0; number <= clientLimits.links_max; number++) links.dial(number, plain, undefined);
  expect(dials).toHaveLength(clientLimits.links_max);
  expect(posted).toMatchObject([{ type: "link.down", link: clientLimits.links_max, code: "unreachable" }]);
});

import { describe, expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";

import type { Socket } from "bun";

import { SendRing } from "../../src/transport/send-ring.ts";
import { openDirectSend } from "../../src/transport/send.ts";
import { isRingAllowed, ringsOf } from "../support/rings.ts";

const is_linux = process.platform === "linux";

/** A peer that reads only when it is told to. */
interface Peer {
  /** The number that the sending end has in the system. */
  fd: number;
  /** What has come so far, once so many bytes have. */
  read(bytes: number): Promise<Buffer>;
}

/** So many connections over this machine. */
async function connected(count: number) {
  const opened: Socket[] = [];
  const listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { open: (socket) => void opened.push(socket), data() {} },
  });
  const peers: Peer[] = [];
  for (let at = 0; at < count; at++) {
    const accepted = opened.length;
    const reading = await connectPaused(listener.port);
    while (opened.length === accepted) await new Promise(setImmediate);
    peers.push({ fd: Number(Reflect.get(opened[at] ?? {}, "fd")), ...reading });
  }
  return { peers, [Symbol.dispose]: () => listener.stop(true) };
}

async function connectPaused(port: number): Promise<Pick<Peer, "read">> {
  const chunks: Buffer[] = [];
  let changed = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, chunk) {
        chunks.push(Buffer.from(chunk));
        changed.resolve();
        changed = Promise.withResolvers();
      },
    },
  });
  socket.pause();
  return {
    async read(bytes) {
      socket.resume();
      while (Buffer.concat(chunks).length < bytes) await changed.promise;
      return Buffer.concat(chunks);
    },
  };
}

function opened(): SendRing & Disposable {
  const ring = SendRing.open() ?? expect.unreachable("this system has no io_uring");
  return Object.assign(ring, { [Symbol.dispose]: () => ring.close() });
}

/** What this process has of io_uring: numbers of the system, and pieces of memory. */
const ofRings = () => ({
  numbers: ringsOf(process.pid).length,
  memory: readFileSync("/proc/self/maps", "utf8").split("io_uring").length - 1,
});

describe.if(is_linux && isRingAllowed())("many sends in one call of the system", () => {
  test("each socket takes what is sent, in order, however many there are and however often", async () => {
    using ring = opened();
    using net = await connected(3);
    const count = 3 * 1_500; // more than two calls, and an end within a third
    const fds = Int32Array.from({ length: count }, (_, at) => net.peers[at % 3]?.fd ?? -1);
    const sent = new Int32Array(count);
    let said = "";
    for (let round = 0; round < 5; round++) {
      const bytes = Buffer.from(`${round};`);
      ring.send(fds, count, bytes, sent);
      expect(new Set(sent)).toEqual(new Set([bytes.length]));
      said += bytes.toString().repeat(count / 3);
    }
    for (const { read } of net.peers) expect((await read(said.length)).toString()).toBe(said);
  });

  test("each can be sent bytes of its own, also again and again and more than fit one call", async () => {
    using ring = opened();
    using net = await connected(3);
    const count = 3 * 700;
    const fds = Int32Array.from({ length: count }, (_, at) => net.peers[at % 3]?.fd ?? -1);
    const sent = new Int32Array(count);
    const said = ["", "", ""];
    for (let round = 0; round < 3; round++) {
      const texts = Array.from({ length: count }, (_, at) => `${round}.${Math.floor(at / 30)}.${at % 3};`);
      ring.send(
        fds,
        count,
        texts.map((text) => Buffer.from(text)),
        sent,
      );
      expect([...sent]).toEqual(texts.map(({ length }) => length));
      for (const [at, text] of texts.entries()) said[at % 3] += text;
    }
    for (const [at, { read }] of net.peers.entries())
      expect((await read(said[at]?.length ?? 0)).toString()).toBe(said[at] ?? "");
  });

  test("only the first of what it is given are sent to", async () => {
    using ring = opened();
    using net = await connected(2);
    const fds = Int32Array.from(net.peers, ({ fd }) => fd);
    const sent = Int32Array.of(7, 7);
    ring.send(fds, 1, Buffer.from("one"), sent);
    expect([...sent]).toEqual([3, 7]);
    ring.send(fds, 2, Buffer.from("two"), sent);
    const [first, second] = net.peers as [Peer, Peer];
    expect((await first.read(6)).toString()).toBe("onetwo");
    expect((await second.read(3)).toString()).toBe("two");
  });

  test("what somebody who reads nothing takes is known to the byte, and nobody else is held up", async () => {
    using ring = opened();
    using net = await connected(2);
    const [behind, quick] = net.peers as [Peer, Peer];
    const bytes = Buffer.from(Array.from({ length: 99_991 }, (_, at) => at % 251));
    const sent = new Int32Array(2);
    const took: number[] = [];
    do {
      ring.send(Int32Array.of(behind.fd), 1, bytes, sent);
      took.push(sent[0] ?? 0);
    } while (took.at(-1) === bytes.length);
    expect(took.length).toBeGreaterThan(1);
    ring.send(Int32Array.of(behind.fd, quick.fd), 2, Buffer.from("quick"), sent);
    expect(sent[0]).toBeLessThan(0);
    expect(sent[1]).toBe(5);
    expect((await quick.read(5)).toString()).toBe("quick");
    const whole = took.filter((each) => each > 0);
    const expected = Buffer.concat(whole.map((each) => bytes.subarray(0, each)));
    expect((await behind.read(expected.length)).equals(expected)).toBe(true);
  });

  test("a number that nothing has, or no socket, is told apart and costs nobody else", async () => {
    using ring = opened();
    using net = await connected(1);
    const [{ fd, read }] = net.peers as [Peer];
    const sent = new Int32Array(4);
    const no_socket = openSync("/dev/null", "w");
    ring.send(Int32Array.of(0x7fff_fff0, -1, fd, no_socket), 4, Buffer.from("hello"), sent);
    closeSync(no_socket);
    expect([...sent].map((each) => Math.max(-1, each))).toEqual([-1, -1, 5, -1]);
    expect((await read(5)).toString()).toBe("hello");
  });

  test("of nothing everybody takes nothing", async () => {
    using ring = opened();
    using net = await connected(1);
    const sent = Int32Array.of(7);
    ring.send(Int32Array.of(net.peers[0]?.fd ?? -1), 1, new Uint8Array(), sent);
    expect(sent[0]).toBeLessThanOrEqual(0);
  });

  test("a ring that is closed leaves nothing behind", () => {
    const before = ofRings();
    const rings = Array.from({ length: 3 }, () => opened());
    expect(ofRings()).toEqual({ numbers: before.numbers + 3, memory: before.memory + 6 });
    for (const ring of rings) ring.close();
    expect(ofRings()).toEqual(before);
  });
});

test.if(is_linux)("what is sent to many goes on when the listener has stopped", async () => {
  using net = await connected(2);
  const direct = openDirectSend() ?? expect.unreachable();
  const fds = Int32Array.from(net.peers, ({ fd }) => fd);
  const sent = new Int32Array(2);
  direct.toMany(fds, 2, Buffer.from("before "), sent);
  direct.close();
  direct.close();
  direct.toMany(fds, 2, Buffer.from("after"), sent);
  expect([...sent]).toEqual([5, 5]);
  direct.toEach(fds, [Buffer.from("!"), Buffer.from("??")], sent);
  expect([...sent]).toEqual([1, 2]);
  const [first, second] = net.peers as [Peer, Peer];
  expect((await first.read(13)).toString()).toBe("before after!");
  expect((await second.read(14)).toString()).toBe("before after??");
});

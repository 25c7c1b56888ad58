import { expect, test } from "bun:test";

import type { ServerWebSocket } from "bun";

import { encodeFrame, FrameDecoder } from "../../src/protocol/frame.ts";
import { Lanes } from "../../src/transport/lanes.ts";
import { Outbox } from "../../src/transport/outbox.ts";
import { Run } from "../../src/transport/run.ts";
import { WebWire } from "../../src/transport/web-wire.ts";

/** A WebSocket that sends so many messages, keeps the next one and then takes no more. */
class FakeSocket {
  readonly taken: Uint8Array[] = [];
  room = Infinity;
  is_closed = false;

  getBufferedAmount(): number {
    return 0;
  }

  sendBinary(bytes: Uint8Array): number {
    if (this.is_closed) return 0;
    this.taken.push(bytes.slice());
    return this.room-- > 0 ? bytes.length : -1;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.taken);
  }
}

function wireOver(socket: FakeSocket): WebWire<undefined> {
  return new WebWire(socket as unknown as ServerWebSocket);
}

test("what is large goes out in messages of 64 KiB", () => {
  const socket = new FakeSocket();
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const three = Buffer.concat([bytes, bytes, bytes.subarray(1)]);
  expect(wireOver(socket).write(three)).toBe(three.length);
  expect(socket.taken.map(({ length }) => length)).toEqual([65_536, 65_536, 65_535]);
  expect(socket.bytes.equals(three)).toBe(true);
});

test("a peer that does not keep up is given one message to keep, and no more before the drain", () => {
  const socket = new FakeSocket();
  socket.room = 1;
  const wire = wireOver(socket);
  const bytes = new Uint8Array(300_000);
  expect(wire.write(bytes)).toBe(131_072); // one went out, one waits
  expect(wire.write(bytes)).toBe(0);
  socket.room = Infinity;
  expect(wire.write(bytes)).toBe(0);
  wire.drained();
  expect(wire.write(bytes)).toBe(300_000);
});

/** A WebSocket that keeps all it is given until a test has it send some of that. */
class SlowSocket {
  waiting = 0;
  most = 0;

  getBufferedAmount(): number {
    return this.waiting;
  }

  sendBinary(bytes: Uint8Array): number {
    this.waiting += bytes.length;
    this.most = Math.max(this.most, this.waiting);
    return -1;
  }
}

test("a peer that takes a little at a time is never given more than two messages to keep", () => {
  const socket = new SlowSocket();
  const wire = new WebWire<undefined>(socket as unknown as ServerWebSocket);
  const bytes = new Uint8Array(2_000_000);
  let taken = 0;
  for (let times = 0; taken < bytes.length && times < 1_000; times++) {
    taken += wire.write(bytes.subarray(taken));
    socket.waiting = Math.max(0, socket.waiting - 20_000);
    wire.drained();
  }
  expect(taken).toBe(bytes.length);
  expect(socket.most).toBeLessThan(131_072);
});

test("whatever a socket takes, the outbox sends every byte once and in order", () => {
  for (let room = 0; room < 6; room++) {
    const socket = new FakeSocket();
    const wire = wireOver(socket);
    const outbox = new Outbox(wire, new Lanes());
    const values = ["first", "x".repeat(200_000), { third: 3 }, "y".repeat(70_000)];
    for (const value of values) outbox.add(encodeFrame(value), Run.start());
    socket.room = room;
    while (outbox.pending_bytes > 0) {
      outbox.flush();
      socket.room = room;
      wire.drained();
    }
    expect([...new FrameDecoder().read(socket.bytes)]).toEqual(values);
    expect(outbox.pending_bytes).toBe(0);
  }
});

test("a closed socket takes nothing", () => {
  const socket = new FakeSocket();
  socket.is_closed = true;
  expect(wireOver(socket).write(new Uint8Array(10))).toBe(0);
});

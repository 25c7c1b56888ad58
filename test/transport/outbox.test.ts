import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { Lanes } from "../../src/transport/lanes.ts";
import { Outbox } from "../../src/transport/outbox.ts";
import { Run } from "../../src/transport/run.ts";
import { FakeWire } from "../support/fake-wire.ts";

test("frames of a turn go out in one write", () => {
  const wire = new FakeWire();
  const outbox = new Outbox(wire, new Lanes());
  const start = Run.start();
  const frames = [1, 2, 3].map(encodeFrame);
  for (const frame of frames) outbox.add(frame, start);
  expect(outbox.pending_bytes).toBe(15);
  expect(outbox.flush()).toBe(15);
  expect(outbox.pending_bytes).toBe(0);
  expect(wire.writes).toBe(1);
  expect(wire.frames()).toEqual([1, 2, 3]);
});

test("whatever part a socket takes, every byte goes out once and in order", () => {
  const values = ["one", { two: 2 }, "x".repeat(50), 4];
  const total = values.reduce<number>((sum, value) => sum + encodeFrame(value).length, 0);
  for (let part = 1; part <= total; part++) {
    const wire = new FakeWire();
    const outbox = new Outbox(wire, new Lanes());
    wire.room = part;
    for (const [index, value] of values.entries()) {
      outbox.add(encodeFrame(value), Run.start());
      if (index % 2 === 1) outbox.flush();
    }
    while (outbox.pending_bytes > 0) {
      outbox.flush();
      wire.room = part;
    }
    expect(wire.frames()).toEqual(values);
    expect(outbox.left_bytes).toBe(0);
  }
});

test("what was left of earlier turns goes out before what is new, joined", () => {
  const wire = new FakeWire();
  const outbox = new Outbox(wire, new Lanes());
  wire.room = 0;
  for (const value of [1, 2, 3]) {
    outbox.add(encodeFrame(value), Run.start());
    outbox.flush();
  }
  expect(outbox.left_bytes).toBe(15);
  wire.room = Infinity;
  const before = wire.writes;
  outbox.add(encodeFrame(4), Run.start());
  outbox.flush();
  expect(wire.writes).toBe(before + 1);
  expect(wire.frames()).toEqual([1, 2, 3, 4]);
});

test("a closed socket takes nothing and nothing is counted as sent", () => {
  const wire = new FakeWire();
  wire.write = () => -1;
  const outbox = new Outbox(wire, new Lanes());
  outbox.add(encodeFrame("kept"), Run.start());
  expect(outbox.flush()).toBe(0);
  expect(outbox.pending_bytes).toBe(encodeFrame("kept").length);
});

test("a frame is shared, so it is never changed", () => {
  const frame = encodeFrame("shared");
  const before = Uint8Array.from(frame);
  const wire = new FakeWire();
  const outbox = new Outbox(wire, new Lanes());
  wire.room = 3;
  outbox.add(frame, Run.start());
  outbox.flush();
  wire.room = 100;
  outbox.flush();
  expect(frame).toEqual(before);
  expect(wire.frames()).toEqual(["shared"]);
});

test("what is for many may go straight while nothing waits here, to who says what it takes, and until it is gone", () => {
  const lanes = new Lanes();
  const wire = Object.assign(new FakeWire(), { direct_fd: 7 });
  const outbox = new Outbox(wire, lanes);
  const straight = () => lanes.fds[outbox.lane];
  expect(straight()).toBe(-1);
  outbox.form = "frames";
  expect(straight()).toBe(7);
  outbox.add(Buffer.from("frame"), Run.start());
  expect(straight()).toBe(-1);
  wire.room = 2;
  outbox.flush();
  expect(straight()).toBe(-1);
  wire.room = Infinity;
  outbox.flush();
  expect(straight()).toBe(7);
  outbox.form = undefined;
  expect(straight()).toBe(-1);
  outbox.form = "translated";
  const { lane } = outbox;
  outbox.leaveLane();
  outbox.flush();
  expect(lanes.fds[lane]).toBe(-1);
});

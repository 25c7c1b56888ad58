import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import type { ConnectionParts } from "../../src/transport/connection-parts.ts";
import { Connection } from "../../src/transport/connection.ts";
import { Lanes } from "../../src/transport/lanes.ts";
import { Pace } from "../../src/transport/pace.ts";
import { Run } from "../../src/transport/run.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { FakeWire } from "./fake-wire.ts";

/** Every frame is written at once, as the first of a calm turn are. */
const at_once: ConnectionParts["flusher"] = {
  lanes: new Lanes(),
  get start() {
    return Run.start();
  },
  noteOne: () => true,
  add: (each) => queueMicrotask(() => each.flush()),
};

/** A test looks itself. */
const rounds: ConnectionParts["rounds"] = { hurry: () => {} };

/** A connection of a server over a wire of which a test says what it takes. */
export function fakeConnection(
  context: Context,
  speak: ConnectionParts["speak"] = createSpeaker(context),
  flusher = at_once,
  pace: ConnectionParts["pace"] = new Pace(),
  address = "test",
) {
  const wire = new FakeWire();
  const timeouts = { login_ms: 15_000, heartbeat_ms: 30_000 };
  const connection = new Connection({ context, timeouts, speak, flusher, pace, rounds }, wire, address);
  return { wire, connection };
}

/** What is said over a connection, as frames, and what comes of it until all of it is answered. */
export function sayer({ wire, connection }: ReturnType<typeof fakeConnection>) {
  return async (...frames: Record<string, unknown>[]) => {
    const before = wire.frames().length;
    connection.receive(Buffer.concat(frames.map(encodeFrame)));
    await connection.settled();
    return wire.frames().slice(before) as Record<string, unknown>[];
  };
}

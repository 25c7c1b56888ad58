import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { type Client, DirectListener } from "../support/direct-listener.ts";
import { FakeClock } from "../support/fake-clock.ts";

const names = ["ana", "ben", "cleo", "dan", "eve"] as const;
type Five = [Client, Client, Client, Client, Client];

/** Five clients, and what is too much for a calm turn: what comes in the turn after it is joined. */
async function busy(clock = new FakeClock()) {
  const listener = await DirectListener.start(clock);
  const clients = (await listener.all(...names.map((name): [string] => [name]))) as Five;
  const heard = ["first", ...(await listener.tellMuch())];
  return { listener, clients, heard };
}

test("what waits for several at the end of a busy turn goes out by one call for all of them", async () => {
  const { listener, clients, heard } = await busy();
  const writes = clients.map(({ wire }) => wire.writes);
  await listener.say("one", "two");
  expect(listener.straight).toEqual([100, 101, 102, 103, 104]);
  expect(clients.map(({ wire }) => wire.writes)).toEqual(writes.map((count) => count + 1));
  for (const { wire } of clients) expect(wire.heard).toEqual([...heard, "one", "two"]);
});

test("who takes only a part then gets the rest in order, and goes with the others again when all of it is gone", async () => {
  const { listener, clients, heard } = await busy();
  const [, ben, cleo] = clients;
  ben.wire.room = 30;
  cleo.wire.room = 0;
  const { writes } = cleo.wire;
  await listener.say("one", "two");
  expect(cleo.wire.writes).toBeGreaterThan(writes); // the socket is asked itself, and so tells of room
  await listener.say("three");
  expect([ben, cleo].map(({ connection }) => connection.pending_bytes > 0)).toEqual([true, true]);
  ben.wire.room = cleo.wire.room = Infinity;
  for (const { connection } of [ben, cleo]) listener.connections.drained(connection);
  const many = await listener.tellMuch();
  await listener.say("four", "five");
  expect(listener.straight).toEqual([100, 101, 102, 103, 104]);
  for (const { wire } of clients)
    expect(wire.heard).toEqual([...heard, "one", "two", "three", ...many, "four", "five"]);
});

test("who takes nothing of it is given up when the time for that is over", async () => {
  const clock = new FakeClock();
  const { listener, clients } = await busy(clock);
  const [ana, ben] = clients;
  ben.wire.room = 0;
  await listener.say("one", "two");
  clock.move(limits.stalled_ms_max);
  expect(ben.connection.session.is_closed).toBe(false);
  clock.move(2 * limits.check_interval_ms);
  expect([ana, ben].map(({ connection }) => connection.session.is_closed)).toEqual([false, true]);
});

test("what one is told while others are flushed comes after what all were sent", async () => {
  const { listener, clients, heard } = await busy();
  const [ana, ben] = clients;
  const flush = ana.connection.flush.bind(ana.connection);
  ana.connection.flush = () => {
    flush();
    ben.connection.close("session_ended");
  };
  ben.wire.room = 30;
  await listener.say("one", "two");
  ben.wire.room = Infinity;
  listener.connections.drained(ben.connection);
  expect(ben.wire.heard).toEqual([...heard, "one", "two"]);
  expect(ben.wire.frames().at(-1)).toMatchObject({ type: "connection.closing" });
  expect(ben.wire.is_ended).toBe(true);
});

test("who is closed in a busy turn hears all that came before, and why, and the socket ends", async () => {
  const { listener, clients, heard } = await busy();
  const [, ben] = clients;
  const body = { message: { content: "last" } };
  for (const { connection } of clients) connection.send(encodeFrame({ type: "message.created", body }));
  expect(ben.connection.outbox.has_frames).toBe(true);
  ben.connection.close("session_ended");
  await listener.say("too late");
  expect(ben.wire.heard).toEqual([...heard, "last"]);
  expect(ben.wire.frames().at(-1)).toMatchObject({ type: "connection.closing" });
  expect(ben.wire.is_ended).toBe(true);
  for (const { wire } of [clients[0], clients[4]]) expect(wire.heard).toEqual([...heard, "last", "too late"]);
});

test("whose frames cannot be joined is the only one to suffer from it", async () => {
  const { listener, clients, heard } = await busy();
  const [, ben] = clients;
  ben.connection.outbox.takeFrames = () => {
    throw new RangeError("no memory");
  };
  await listener.say("one", "two");
  for (const { wire } of clients) expect(wire.heard).toEqual([...heard, "one", "two"]);
});

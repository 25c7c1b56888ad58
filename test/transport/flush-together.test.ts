import { expect, test } from "bun:test";

import { type Client, DirectListener } from "../support/direct-listener.ts";

const names = ["ana", "ben", "cleo", "dan", "eve"] as const;
type Five = [Client, Client, Client, Client, Client];

const long = (letter: string) => letter.repeat(1_500);

/** Five clients, and what is too much for a calm turn: what comes in the turn after it is joined. */
async function busy() {
  const listener = await DirectListener.start();
  const clients = (await listener.all(...names.map((name): [string] => [name]))) as Five;
  const many = Array.from({ length: 200 }, (_, at) => long(String(at % 10)));
  await listener.say(...many);
  const heard = ["first", ...many];
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
  await listener.say("one", "two");
  await listener.say("three");
  expect([ben, cleo].map(({ connection }) => connection.pending_bytes > 0)).toEqual([true, true]);
  ben.wire.room = cleo.wire.room = Infinity;
  for (const { connection } of [ben, cleo]) listener.connections.drained(connection);
  await listener.say("four");
  for (const { wire } of clients) expect(wire.heard).toEqual([...heard, "one", "two", "three", "four"]);
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
  await Promise.all([listener.say("one"), ben.connection.settled()]);
  ben.connection.close("session_ended");
  await listener.say("two");
  expect(ben.wire.heard).toEqual([...heard, "one"]);
  expect(ben.wire.frames().at(-1)).toMatchObject({ type: "connection.closing" });
  expect(ben.wire.is_ended).toBe(true);
  expect(clients[0].wire.heard).toEqual([...heard, "one", "two"]);
});

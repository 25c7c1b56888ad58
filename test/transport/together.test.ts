import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { type Client, DirectListener, DirectWire } from "../support/direct-listener.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("what all take goes straight to the sockets, once somebody has been told by itself", async () => {
  const listener = await DirectListener.start();
  const clients = await listener.all(["ana"], ["ben"], ["cleo"]);
  expect(listener.straight).toEqual([]);
  await listener.say("hello");
  expect(listener.straight).toEqual([101, 102]);
  for (const { wire } of clients) expect(wire.heard).toEqual(["first", "hello"]);
});

test("each protocol has its own frames, once one client of it has been told by itself", async () => {
  const listener = await DirectListener.start();
  const clients = await listener.all(["ana"], ["ben", 1], ["cleo"], ["dan", 1]);
  await listener.say("hello");
  expect(listener.straight).toEqual([102, 103]);
  for (const { wire } of clients) expect(wire.heard).toEqual(["first", "hello"]);
});

test("who has to be asked is told when all has gone straight: a number may change hands then", async () => {
  const listener = await DirectListener.start();
  const asked = new (class extends DirectWire {
    override write(bytes: Uint8Array): number {
      before = [...listener.straight];
      return super.write(bytes);
    }
  })(-1);
  let before: number[] = [];
  await listener.come("ana");
  await listener.come("ben", 2, asked);
  await listener.all(["cleo"], ["dan"]);
  await listener.say("hello");
  expect(before).toEqual([101, 102]);
  expect(asked.heard).toEqual(["first", "hello"]);
});

test("what is sent while others are told does not come into a frame of which a part has gone", async () => {
  const listener = await DirectListener.start();
  const [, ben, cleo] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  const dan = await listener.come("dan", 2, new DirectWire(-1));
  await listener.say("second");
  const between = encodeFrame({ type: "message.created", body: { message: { content: "between" } } });
  dan.connection.deliver = () => {
    ben.wire.room = Infinity;
    ben.connection.send(between);
  };
  ben.wire.room = 30;
  await listener.say("third");
  expect(listener.straight).toEqual([101, 102]);
  expect(ben.wire.heard).toEqual(["first", "second", "third", "between"]);
  expect(cleo.wire.heard).toEqual(["first", "second", "third"]);
});

test("what goes straight in a calm turn does not overtake what was joined in it", async () => {
  const listener = await DirectListener.start();
  const [ana, ben] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  const { user_id, username } = ana.connection.session.login ?? expect.unreachable();
  await listener.say("second");
  listener.straight.splice(0);
  const before = ben.wire.frames().length;
  const joined = ["one", "two", "three"].map((type) => ({ type }));
  for (const frame of joined) ben.connection.send(encodeFrame(frame));
  expect(ben.wire.frames().slice(before)).toEqual(joined.slice(0, 2));
  const users = [{ user_id, username, status: "idle" as const, status_text: "" }];
  const event = { type: "presence.changed" as const, body: { users } };
  listener.context.bus.publish({ audience: "everyone", event });
  expect(listener.straight).toEqual([102]);
  await new Promise(setImmediate);
  expect(ben.wire.frames().slice(before)).toEqual([...joined, event]);
});

test("that somebody writes goes straight to all but them, on whatever device, and not over protocol 1", async () => {
  const listener = await DirectListener.start();
  const [ana, ben, cleo, dan] = await listener.all(["ana"], ["ben"], ["cleo"], ["dan", 1]);
  const ben_too = await listener.comeAgain("ben");
  await listener.say("second");
  const user = ben?.connection.session.login ?? expect.unreachable();
  await listener.types(user.user_id, user.username);
  expect(listener.straight).toEqual([102]);
  const told = [ana, ben, cleo, dan, ben_too].map((client) => client?.wire.typing);
  expect(told).toEqual([1, 0, 1, 0, 0]);
});

test("that somebody writes is left out where something waits, and in a busy turn told to nobody twice", async () => {
  const listener = await DirectListener.start();
  const [ana, ben, cleo] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  cleo.wire.room = 30;
  await listener.say("second");
  const user = ana.connection.session.login ?? expect.unreachable();
  await listener.types(user.user_id, user.username);
  cleo.wire.room = Infinity;
  listener.connections.drained(cleo.connection);
  expect([ana, ben, cleo].map(({ wire }) => wire.typing)).toEqual([0, 1, 0]);
  await listener.tellMuch();
  await listener.types(user.user_id, user.username);
  expect(listener.straight).toEqual([]);
  expect([ana, ben, cleo].map(({ wire }) => wire.typing)).toEqual([0, 2, 1]);
});

test("how people show goes straight, and where something waits later, in order", async () => {
  const listener = await DirectListener.start();
  const [ana, ben, cleo] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  await listener.say("second");
  const { user_id, username } = ana.connection.session.login ?? expect.unreachable();
  const before = [ben, cleo].map(({ wire }) => wire.shown.length);
  const since = () => [ben, cleo].map(({ wire }, at) => wire.shown.slice(before[at]));
  await listener.shows(user_id, username, "idle");
  expect(listener.straight).toEqual([101, 102]);
  cleo.wire.room = 30;
  await listener.say("third");
  await listener.shows(user_id, username, "dnd");
  expect(listener.straight).toEqual([101]);
  expect(since()).toEqual([["idle", "dnd"], ["idle"]]);
  cleo.wire.room = Infinity;
  listener.connections.drained(cleo.connection);
  await listener.shows(user_id, username, "online");
  expect(listener.straight).toEqual([101, 102]);
  expect(since()).toEqual([
    ["idle", "dnd", "online"],
    ["idle", "dnd", "online"],
  ]);
});

test("in a busy turn frames are joined, and in the calm one after the next they go straight again", async () => {
  const listener = await DirectListener.start();
  const clients = await listener.all(["ana"], ["ben"], ["cleo"]);
  const many = await listener.tellMuch();
  await listener.say("joined with nothing");
  expect(listener.straight).toEqual([]);
  await listener.say("hello");
  expect(listener.straight).toEqual([101, 102]);
  for (const { wire } of clients)
    expect(wire.heard).toEqual(["first", ...many, "joined with nothing", "hello"]);
});

test("who takes only a part is told the rest in order, and goes straight again when all of it is gone", async () => {
  const listener = await DirectListener.start();
  const [, ben] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  ben.wire.room = 30;
  await listener.say("one");
  expect(listener.straight).toEqual([101, 102]);
  await listener.say("two");
  await listener.say("three");
  expect(listener.straight).toEqual([102]);
  expect(ben.wire.heard).toEqual(["first"]);
  expect(ben.connection.pending_bytes).toBeGreaterThan(0);
  ben.wire.room = Infinity;
  listener.connections.drained(ben.connection);
  expect(ben.wire.heard).toEqual(["first", "one", "two", "three"]);
  await listener.say("four");
  expect(listener.straight).toEqual([101, 102]);
  expect(ben.wire.heard.at(-1)).toBe("four");
});

test("nothing overtakes what waits, also where the socket has room before anybody hears of it", async () => {
  const listener = await DirectListener.start();
  const [, ben] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  ben.wire.room = 30;
  await listener.say("one");
  ben.wire.room = Infinity;
  await listener.say("two");
  expect(listener.straight).toEqual([102]);
  expect(ben.wire.heard).toEqual(["first", "one", "two"]);
});

test("who comes later is one of them from the next message on", async () => {
  const listener = await DirectListener.start();
  await listener.all(["ana"], ["ben"]);
  const cleo = await listener.come("cleo");
  await listener.say("joined with what a login tells");
  await listener.say("hello");
  expect(listener.straight).toEqual([101, 102]);
  expect(cleo.wire.heard).toEqual(["joined with what a login tells", "hello"]);
});

test("who takes nothing is given up as one that is written to by itself is", async () => {
  const clock = new FakeClock();
  const listener = await DirectListener.start(clock);
  const [, ben, cleo] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  ben.wire.room = 0;
  await listener.say("one");
  clock.move(limits.stalled_ms_max + limits.check_interval_ms);
  clock.move(limits.check_interval_ms);
  expect([ben, cleo].map(({ connection }) => connection.session.is_closed)).toEqual([true, false]);
});

test("nothing for a channel goes to who has a number, or a lane, of somebody who has gone", async () => {
  const listener = await DirectListener.start();
  const [ana, ben] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  const { lane } = ben.connection.outbox;
  listener.connections.closed(ben.connection, true);
  const fd = ben.wire.direct_fd;
  const next = new DirectWire(fd);
  const guest = listener.connections.open(listener.has(next), "127.0.0.1");
  expect(guest.outbox.lane).toBe(lane);
  await listener.say("one", "two");
  await listener.say("three");
  await listener.say("four");
  expect(listener.straight).toEqual([102]);
  expect(next.taken).toEqual([]);
  expect(ana.wire.heard).toEqual(["first", "one", "two", "three", "four"]);
});

test("who is being closed hears nothing more", async () => {
  const listener = await DirectListener.start();
  const [, ben, cleo] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  ben.connection.close("session_ended");
  const before = ben.wire.heard;
  await listener.say("hello");
  await listener.say("again");
  expect(listener.straight).toEqual([102]);
  expect(ben.wire.heard).toEqual(before);
  expect(cleo.wire.heard).toEqual(["first", "hello", "again"]);
});

test("there is a lane for each, however many come", async () => {
  const listener = await DirectListener.start();
  const names = Array.from({ length: 40 }, (_, at): [string] => [`user${at}`]);
  const clients = await listener.all(["ana"], ...names);
  await listener.say("hello");
  expect(listener.straight).toEqual(clients.slice(1).map(({ wire }) => wire.direct_fd));
  for (const { wire } of clients) expect(wire.heard).toEqual(["first", "hello"]);
});

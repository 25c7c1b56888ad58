import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { Connection } from "../../src/transport/connection.ts";
import { Connections } from "../../src/transport/connections.ts";
import { Lanes } from "../../src/transport/lanes.ts";
import { Pace } from "../../src/transport/pace.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeWire } from "../support/fake-wire.ts";

const general = 1;
const password = "correct horse";
const timeouts = { login_ms: 15_000, heartbeat_ms: 30_000 };

/** A socket in the clear: what the system sends to its number comes out of it, too. */
class DirectWire extends FakeWire {
  constructor(readonly direct_fd: number) {
    super();
  }

  /** What was said in channels, as this client has heard it. */
  get heard(): unknown[] {
    return this.frames().flatMap((frame) => contentOf(frame as Told));
  }
}

/** What either protocol tells of a message. */
interface Told {
  type: string;
  content?: string;
  body?: { message?: { content: string } };
}

function contentOf({ type, content, body }: Told): unknown[] {
  if (type === "message") return [content];
  return type === "message.created" ? [body?.message?.content] : [];
}

type Client = { connection: Connection; wire: DirectWire };

/** Connections in the clear, all in one channel; `straight` are the numbers to which the system sent for many. */
class Listener {
  readonly #wires = new Map<number, DirectWire>();
  readonly straight: number[] = [];
  readonly connections: Connections;
  #next_fd = 100;

  private constructor(readonly context: Awaited<ReturnType<typeof createTestContext>>) {
    const speak = createSpeaker(context);
    this.connections = new Connections({ context, timeouts, pace: new Pace(), speak }, (fd, bytes) => {
      this.straight.push(fd);
      const wire = this.#wires.get(fd);
      return wire === undefined || wire.room === 0 ? -1 : wire.write(bytes);
    });
  }

  static async start(clock = new FakeClock()): Promise<Listener> {
    return new Listener(await createTestContext(clock));
  }

  /** From now on the system sends to this wire what goes to its number. */
  has(wire: DirectWire): DirectWire {
    this.#wires.set(wire.direct_fd, wire);
    return wire;
  }

  async come(username: string, protocol: 1 | 2 = 2): Promise<Client> {
    const wire = this.has(new DirectWire(this.#next_fd++));
    const connection = this.connections.open(wire, "127.0.0.1");
    connection.receive(protocol === 2 ? ofProtocol2(username) : ofProtocol1(username));
    await connection.settled();
    await turn();
    return { connection, wire };
  }

  /** These clients, after a first word: a login is much for one turn of the loop, so that is joined with what comes next. */
  async all(...named: [username: string, protocol?: 1 | 2][]): Promise<Client[]> {
    const clients: Client[] = [];
    for (const [username, protocol] of named) clients.push(await this.come(username, protocol));
    await this.say("first");
    return clients;
  }

  /** Ana says these in one moment, over no connection. */
  async say(...contents: string[]): Promise<void> {
    await turn();
    this.straight.splice(0);
    await Promise.all(contents.map((content) => this.#send(content)));
    await turn();
  }

  async #send(content: string): Promise<void> {
    const { context } = this;
    const author = await context.store.users.byName("ana");
    const session = { login: { ...author, session_id: 0 }, address: "test" };
    const body = { channel_id: general, nonce: crypto.randomUUID(), content };
    await dispatch(context, session as never, "message.send", body);
  }
}

const turn = () => new Promise(setImmediate);

const ofProtocol2 = (username: string) =>
  Buffer.concat(
    [
      { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } },
      { id: 2, type: "session.register", body: { username, password } },
      { id: 3, type: "channel.join", body: { channel_id: general } },
    ].map(encodeFrame),
  );

const ofProtocol1 = (username: string) => encodeFrame({ type: "auth_register", username, password });

test("what all take goes straight to the sockets, once somebody has been told by itself", async () => {
  const listener = await Listener.start();
  const clients = await listener.all(["ana"], ["ben"], ["cleo"]);
  expect(listener.straight).toEqual([]);
  await listener.say("hello");
  expect(listener.straight).toEqual([101, 102]);
  for (const { wire } of clients) expect(wire.heard).toEqual(["first", "hello"]);
});

test("each protocol has its own frames, once one client of it has been told by itself", async () => {
  const listener = await Listener.start();
  const clients = await listener.all(["ana"], ["ben", 1], ["cleo"], ["dan", 1]);
  await listener.say("hello");
  expect(listener.straight).toEqual([102, 103]);
  for (const { wire } of clients) expect(wire.heard).toEqual(["first", "hello"]);
});

test("in a busy turn frames are joined, and in the calm one after the next they go straight again", async () => {
  const listener = await Listener.start();
  const clients = await listener.all(["ana"], ["ben"], ["cleo"]);
  const long = (letter: string) => letter.repeat(1_500);
  const many = Array.from({ length: 200 }, (_, at) => long(String(at % 10)));
  await listener.say(...many);
  await listener.say("joined with nothing");
  expect(listener.straight).toEqual([]);
  await listener.say("hello");
  expect(listener.straight).toEqual([101, 102]);
  for (const { wire } of clients)
    expect(wire.heard).toEqual(["first", ...many, "joined with nothing", "hello"]);
});

test("who takes only a part is told the rest in order, and goes straight again when all of it is gone", async () => {
  const listener = await Listener.start();
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
  const listener = await Listener.start();
  const [, ben] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  ben.wire.room = 30;
  await listener.say("one");
  ben.wire.room = Infinity;
  await listener.say("two");
  expect(listener.straight).toEqual([102]);
  expect(ben.wire.heard).toEqual(["first", "one", "two"]);
});

test("who comes later is one of them from the next message on", async () => {
  const listener = await Listener.start();
  await listener.all(["ana"], ["ben"]);
  const cleo = await listener.come("cleo");
  await listener.say("joined with what a login tells");
  await listener.say("hello");
  expect(listener.straight).toEqual([101, 102]);
  expect(cleo.wire.heard).toEqual(["joined with what a login tells", "hello"]);
});

test("who takes nothing is given up as one that is written to by itself is", async () => {
  const clock = new FakeClock();
  const listener = await Listener.start(clock);
  const [, ben, cleo] = (await listener.all(["ana"], ["ben"], ["cleo"])) as [Client, Client, Client];
  ben.wire.room = 0;
  await listener.say("one");
  clock.move(limits.stalled_ms_max + limits.check_interval_ms);
  clock.move(limits.check_interval_ms);
  expect([ben, cleo].map(({ connection }) => connection.session.is_closed)).toEqual([true, false]);
});

test("nothing for a channel goes to who has a number, or a lane, of somebody who has gone", async () => {
  const listener = await Listener.start();
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
  const listener = await Listener.start();
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
  const listener = await Listener.start();
  const names = Array.from({ length: 40 }, (_, at): [string] => [`user${at}`]);
  const clients = await listener.all(["ana"], ...names);
  await listener.say("hello");
  expect(listener.straight).toEqual(clients.slice(1).map(({ wire }) => wire.direct_fd));
  for (const { wire } of clients) expect(wire.heard).toEqual(["first", "hello"]);
});

test("what stands in a lane stays when more come than there were lanes for, and each lane is one connection's", () => {
  const lanes = new Lanes();
  const own = Array.from({ length: 100 }, (_, at) => {
    const lane = lanes.open();
    lanes.set(lane, at, at % 2 === 0 ? "frames" : "translated");
    lanes.turns[lane] = at;
    return lane;
  });
  expect(new Set(own).size).toBe(100);
  const found = own.map((lane) => [lanes.fds[lane], lanes.forms[lane], lanes.turns[lane]]);
  expect(found).toEqual(own.map((_, at) => [at, at % 2 === 0 ? 1 : 2, at]));
});

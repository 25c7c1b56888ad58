import { dispatch } from "../../src/domain/dispatch.ts";
import type { Status } from "../../src/protocol/fields.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import type { Connection } from "../../src/transport/connection.ts";
import { Connections } from "../../src/transport/connections.ts";
import { Pace } from "../../src/transport/pace.ts";
import { oneByOne } from "../../src/transport/send.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "./context.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeWire } from "./fake-wire.ts";

const general = 1;
const password = "correct horse";
const timeouts = { login_ms: 15_000, heartbeat_ms: 30_000 };

/** A socket in the clear: what the system sends to its number comes out of it, too. */
export class DirectWire extends FakeWire {
  constructor(readonly direct_fd: number) {
    super();
  }

  /** How this client was told that others show, one after the other. */
  get shown(): unknown[] {
    const told = this.frames().filter((frame) => (frame as Told).type === "presence.changed");
    return told.flatMap((frame) => (frame as Told).body?.users?.map(({ status }) => status));
  }

  /** How often this client was told that somebody writes. */
  get typing(): number {
    return this.frames().filter((frame) => (frame as Told).type === "typing.started").length;
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
  body?: { message?: { content: string }; users?: { status: Status }[] };
}

function contentOf({ type, content, body }: Told): unknown[] {
  if (type === "message") return [content];
  return type === "message.created" ? [body?.message?.content] : [];
}

export type Client = { connection: Connection; wire: DirectWire };

/** Connections in the clear, all in one channel; `straight` are the numbers to which the system sent for many. */
export class DirectListener {
  readonly #wires = new Map<number, DirectWire>();
  readonly straight: number[] = [];
  readonly connections: Connections;
  #next_fd = 100;

  private constructor(readonly context: Awaited<ReturnType<typeof createTestContext>>) {
    const speak = createSpeaker(context);
    const direct = oneByOne((fd, bytes) => {
      this.straight.push(fd);
      const wire = this.#wires.get(fd);
      return wire === undefined || wire.room === 0 ? -1 : wire.write(bytes);
    });
    this.connections = new Connections({ context, timeouts, pace: new Pace(), speak }, direct);
  }

  static async start(clock = new FakeClock()): Promise<DirectListener> {
    return new DirectListener(await createTestContext(clock));
  }

  /** From now on the system sends to this wire what goes to its number. */
  has(wire: DirectWire): DirectWire {
    this.#wires.set(wire.direct_fd, wire);
    return wire;
  }

  async come(
    username: string,
    protocol: 1 | 2 = 2,
    wire = this.has(new DirectWire(this.#next_fd++)),
  ): Promise<Client> {
    return this.#open(
      wire,
      protocol === 2 ? ofProtocol2("session.register", username) : ofProtocol1(username),
    );
  }

  /** Another device of somebody who is there. */
  comeAgain(username: string): Promise<Client> {
    const wire = this.has(new DirectWire(this.#next_fd++));
    return this.#open(wire, ofProtocol2("session.login", username));
  }

  async #open(wire: DirectWire, said: Uint8Array): Promise<Client> {
    const connection = this.connections.open(wire, "127.0.0.1");
    connection.receive(said);
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

  /** Everybody is told how a user shows now. */
  async shows(user_id: number, username: string, status: Status): Promise<void> {
    await turn();
    this.straight.splice(0);
    const users = [{ user_id, username, status, status_text: "" }];
    const event = { type: "presence.changed" as const, body: { users } };
    this.context.bus.publish({ audience: "everyone", event });
    await turn();
  }

  /** Somebody writes in the channel, as everybody else in it is told. */
  async types(user_id: number, username: string): Promise<void> {
    await turn();
    this.straight.splice(0);
    const event = {
      type: "typing.started",
      body: { channel_id: general, user: { user_id, username } },
    } as const;
    this.context.bus.publish({ audience: { channel_id: general, except_user_id: user_id }, event });
    await turn();
  }

  /** Ana says these in one moment, over no connection. */
  async say(...contents: string[]): Promise<void> {
    await turn();
    this.straight.splice(0);
    await Promise.all(contents.map((content) => this.#send(content)));
    await turn();
  }

  /** Everybody is told three messages in one moment, each by itself: a busy turn. Returns what they say. */
  async tellMuch(): Promise<string[]> {
    await turn();
    this.straight.splice(0);
    const contents = ["much", "more", "most"];
    for (const [at, content] of contents.entries()) {
      const place = { id: 1_000_000 + at, channel_id: general, seq: 1_000_000 + at, rev: 1_000_000 + at };
      const author = { user_id: 1, username: "ana" };
      const message = { ...place, author, kind: "text" as const, content, created_at_ms: 1, nonce: null };
      const untouched = { reply_to_seq: null, edited_at_ms: null, deleted_at_ms: null, pinned_at_ms: null };
      const body = { message: { ...message, ...untouched, reactions: [] } };
      this.context.bus.publish({ audience: "everyone", event: { type: "message.created", body } });
    }
    await turn();
    return contents;
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

const ofProtocol2 = (login: string, username: string) =>
  Buffer.concat(
    [
      { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } },
      { id: 2, type: login, body: { username, password } },
      { id: 3, type: "channel.join", body: { channel_id: general } },
    ].map(encodeFrame),
  );

const ofProtocol1 = (username: string) => encodeFrame({ type: "auth_register", username, password });

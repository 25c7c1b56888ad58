import { userInfo } from "node:os";

import type { Socket } from "bun";

import {
  dbus_header_bytes,
  type DBusArgument,
  type DBusMessage,
  decodeMessage,
  encodeCall,
  messageLength,
} from "./dbus-wire.ts";
import { Outgoing } from "./outgoing.ts";

const message_bytes_max = 1_048_576;
const outgoing_bytes_max = 1_048_576;
/** How long the bus, or who is called over it, may take to answer. */
const answer_ms_max = 5_000;

const bus = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

type Target = Pick<Parameters<typeof encodeCall>[0], "destination" | "path" | "interface">;

/** The Unix sockets a D-Bus address names, in order: `unix:path=/run/user/1000/bus;...`. */
export function socketPaths(address: string): string[] {
  return address.split(";").flatMap((one) => {
    const [, options] = /^unix:(.*)$/.exec(one) ?? [];
    const [, kind, path] = /(?:^|,)(path|abstract)=([^,]*)/.exec(options ?? "") ?? [];
    if (path === undefined) return [];
    return [`${kind === "abstract" ? "\0" : ""}${decodeURIComponent(path)}`];
  });
}

/** What the other side answered instead of doing it. */
export class DBusError extends Error {
  /** `error_name`: like org.freedesktop.DBus.Error.ServiceUnknown. */
  constructor(
    readonly error_name: string,
    message: string,
  ) {
    super(message);
  }
}

/** The bus, or who is called over it, gave no answer in time. */
export class DBusSilence extends Error {}

/** A connection to a message bus: calls methods and hears signals. */
export class DBus {
  /** Connects to the first socket of an address that answers. Rejects when none does. `closed` is called when a connection that was made ends. */
  static async connect(address: string, closed: () => void, answer_ms = answer_ms_max): Promise<DBus> {
    let problem: unknown = new Error("the address names no socket");
    for (const path of socketPaths(address)) {
      const connection = new DBus(closed, answer_ms);
      try {
        await connection.#open(path);
        return connection;
      } catch (error) {
        connection.close();
        problem = error;
      }
    }
    throw problem;
  }

  #socket: Socket<unknown> | undefined;
  #outgoing = new Outgoing((bytes) => Math.max(0, this.#socket?.write(bytes) ?? 0), outgoing_bytes_max);
  #received: Buffer = Buffer.alloc(0);
  #is_authenticated = false;
  #is_open = false;
  #serial = 0;
  readonly #ready = Promise.withResolvers<void>();
  readonly #calls = new Map<number, PromiseWithResolvers<DBusMessage["args"]>>();
  readonly #listeners: ((message: DBusMessage) => void)[] = [];

  private constructor(
    readonly closed: () => void,
    readonly answer_ms: number,
  ) {}

  /** Resolves to the answer's arguments. Rejects when the other side answers with an error or not at all. */
  async call(
    target: Target,
    member: string,
    args: readonly DBusArgument[] = [],
  ): Promise<DBusMessage["args"]> {
    const serial = ++this.#serial;
    const answer = Promise.withResolvers<DBusMessage["args"]>();
    this.#calls.set(serial, answer);
    const late = setTimeout(() => answer.reject(new DBusSilence(`${member}: no answer`)), this.answer_ms);
    try {
      if (!this.#outgoing.push(encodeCall({ ...target, member, args, serial })))
        throw new Error("the message bus takes nothing");
      return await answer.promise;
    } finally {
      clearTimeout(late);
      this.#calls.delete(serial);
    }
  }

  /** Hears the signals of an interface from here on. */
  async subscribe(signals: { interface: string }, listener: (signal: DBusMessage) => void): Promise<void> {
    this.#listeners.push((signal) => {
      if (signal.interface === signals.interface) listener(signal);
    });
    const rule = `type='signal',interface='${signals.interface}'`;
    await this.call(bus, "AddMatch", [{ type: "s", value: rule }]);
  }

  close(): void {
    this.#socket?.end();
  }

  async #open(path: string): Promise<void> {
    this.#socket = await Bun.connect({
      unix: path,
      socket: {
        data: (_, chunk) => this.#take(chunk),
        drain: () => this.#outgoing.drain(),
        close: () => this.#ended(),
        error: () => this.#ended(),
      },
    });
    const user_hex = Buffer.from(String(userInfo().uid)).toString("hex");
    this.#outgoing.push(Buffer.from(`\0AUTH EXTERNAL ${user_hex}\r\n`));
    await this.#authenticated();
    await this.call(bus, "Hello");
    this.#is_open = true;
  }

  async #authenticated(): Promise<void> {
    const late = setTimeout(
      () => this.#ready.reject(new DBusSilence("the message bus is mute")),
      this.answer_ms,
    );
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(late);
    }
  }

  #ended(): void {
    const error = new Error("the message bus has closed the connection");
    this.#ready.reject(error);
    for (const { reject } of this.#calls.values()) reject(error);
    if (this.#is_open) this.closed();
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    if (!this.#is_authenticated) this.#authenticate();
    while (this.#is_authenticated && this.#received.length >= dbus_header_bytes) {
      const length = messageLength(this.#received);
      if (length > message_bytes_max) return this.close();
      if (this.#received.length < length) return;
      const message = decodeMessage(this.#received.subarray(0, length));
      this.#received = this.#received.subarray(length);
      this.#dispatch(message);
    }
  }

  #authenticate(): void {
    const end = this.#received.indexOf("\r\n");
    if (end < 0) return;
    const line = this.#received.subarray(0, end).toString();
    this.#received = this.#received.subarray(end + 2);
    if (!line.startsWith("OK ")) return this.close();
    this.#outgoing.push(Buffer.from("BEGIN\r\n"));
    this.#is_authenticated = true;
    this.#ready.resolve();
  }

  #dispatch(message: DBusMessage): void {
    if (message.kind === "signal") for (const listener of this.#listeners) listener(message);
    const call = message.reply_serial === undefined ? undefined : this.#calls.get(message.reply_serial);
    if (message.kind === "return") call?.resolve(message.args);
    if (message.kind === "error")
      call?.reject(new DBusError(message.error_name ?? "", String(message.args[0] ?? "refused")));
  }
}

import type { Context } from "../domain/context.ts";
import { within } from "../domain/within.ts";
import { limits } from "../protocol/limits.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import { Connection } from "./connection.ts";
import { Flusher } from "./flusher.ts";
import { Rounds } from "./rounds.ts";
import type { DirectSend } from "./send.ts";
import { Together } from "./together.ts";
import type { Wire } from "./wire.ts";

/** The connections of one listener, whatever wire it makes: flushed together, looked at when it is time, ended together. */
export class Connections {
  readonly #all: Rounds<Connection>;
  /** Those whose socket has closed, and of whom something is still under way. */
  readonly #left = new Set<Connection>();
  readonly parts: ConnectionParts;
  #stopChecking: (() => void) | undefined;

  /** `direct`: of a listener whose traffic is in the clear, where it can be had. */
  constructor(
    parts: Omit<ConnectionParts, "flusher" | "together" | "rounds">,
    direct?: Pick<DirectSend, "toMany" | "toEach">,
  ) {
    const flusher = new Flusher(direct?.toEach);
    const together = direct && new Together(flusher, direct.toMany);
    this.#all = new Rounds(limits.check_interval_ms, parts.timeouts.heartbeat_ms);
    this.parts = { ...parts, flusher, together, rounds: this.#all };
  }

  /** 0: this address may open one connection, and does so next. Otherwise how many milliseconds it has to wait. */
  admit(address: string): number {
    return this.parts.context.addresses.enter(address);
  }

  /** Of an address that was admitted. */
  open(wire: Wire, address: string, is_ready?: boolean): Connection {
    const connection = new Connection(this.parts, wire, address, is_ready);
    this.#all.add(connection);
    // Not before: a listener that gets no address leaves nothing behind.
    this.#stopChecking ??= every(this.parts.context, limits.check_interval_ms, (now_ms) => {
      this.#all.look(now_ms);
    });
    return connection;
  }

  /** Bytes have come, which must stay as they are. */
  receive(connection: Connection, chunk: Uint8Array): void {
    this.parts.context.loop.working();
    this.parts.pace.intake.came(connection, chunk.length);
    connection.receive(chunk);
  }

  /** The socket has room again. */
  drained(connection: Connection): void {
    this.parts.context.loop.working();
    connection.drained();
  }

  /** To be called when a socket has closed; `orderly`: the peer said goodbye. */
  closed(connection: Connection, orderly: boolean): void {
    this.parts.context.loop.working();
    if (!this.#all.delete(connection)) return;
    this.parts.pace.intake.gone(connection);
    this.parts.context.addresses.leave(connection.session.address);
    this.#left.add(connection);
    connection.closed(orderly, () => this.#left.delete(connection));
  }

  /** Answers what was read, tells every client, and resolves when all are closed, or have had the time for it. */
  async end(): Promise<void> {
    const { context } = this.parts;
    this.#stopChecking?.();
    const answered = Promise.all([...this.#all.all, ...this.#left].map((each) => each.settled()));
    await within(context.clock, limits.farewell_ms_max / 2, answered);
    for (const connection of [...this.#all.all, ...this.#left]) connection.close("server_closing");
    await within(context.clock, limits.farewell_ms_max / 2, emptied(this.#all));
  }
}

function every(context: Context, interval_ms: number, callback: (now_ms: number) => void): () => void {
  const tick = () => {
    cancel = context.clock.after(interval_ms, tick); // first: one failure must not be the last look
    callback(context.clock.steady());
  };
  let cancel = context.clock.after(interval_ms, tick);
  return () => cancel();
}

/** Resolves when the set is empty; looks once a turn of the loop, for sockets close by themselves. */
function emptied(connections: Pick<Rounds<Connection>, "is_empty">): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (connections.is_empty ? resolve() : setTimeout(look, 5));
    look();
  });
}

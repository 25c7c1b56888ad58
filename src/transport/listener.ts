import type { Socket, TCPSocketListener } from "bun";

import type { Context } from "../domain/context.ts";
import { limits } from "../protocol/limits.ts";
import { Connection, type ConnectionParts, type Timeouts } from "./connection.ts";
import type { Wire } from "./wire.ts";

export interface ListenerOptions {
  context: Context;
  host: string;
  port: number;
  /** PEM texts; without them the traffic is in the clear. */
  tls?: { cert: string; key: string } | undefined;
  timeouts: Timeouts;
  speak: ConnectionParts["speak"];
}

export interface Listener {
  readonly port: number;
  /** Stops accepting, answers what was read, tells every client, and resolves when all are closed. */
  stop(): Promise<void>;
}

/** What a socket carries: itself as a wire, and the connection over it. */
interface Ends {
  wire: SocketWire;
  connection: Connection;
}

/** Accepts connections over TCP or TLS. Throws what Bun.listen throws when the address cannot be had. */
export function listen({ context, host, port, tls, timeouts, speak }: ListenerOptions): Listener {
  const connections = new Set<Connection>();
  const scheduleFlush = createFlusher();

  const listener: TCPSocketListener<Ends> = Bun.listen<Ends>({
    hostname: host,
    port,
    ...(tls ? { tls } : {}),
    socket: {
      open(socket) {
        const wire = new SocketWire(socket, tls === undefined);
        socket.data = { wire, connection: new Connection({ context, wire, timeouts, speak, scheduleFlush }) };
        connections.add(socket.data.connection);
      },
      handshake(socket) {
        socket.data.wire.is_ready = true;
      },
      // Kept uncopied until it is its turn: Bun makes each chunk anew and never writes to it again.
      data: (socket, chunk) => socket.data.connection.receive(chunk),
      drain: (socket) => socket.data.connection.flush(),
      error: (socket, error) =>
        context.log.debug("socket_error", { remote: socket.remoteAddress, error: error.message }),
      close(socket, error) {
        connections.delete(socket.data.connection);
        socket.data.connection.closed(error === undefined);
      },
    },
  });

  const stopChecking = every(context, limits.check_interval_ms, (now_ms) => {
    for (const connection of connections) connection.check(now_ms);
  });

  return {
    port: listener.port,
    async stop() {
      listener.stop();
      stopChecking();
      await within(
        context,
        limits.farewell_ms_max,
        Promise.all([...connections].map((each) => each.settled())),
      );
      for (const connection of connections) connection.close("server_closing");
      await within(context, limits.farewell_ms_max, emptied(connections));
      listener.stop(true);
    },
  };
}

/** Joins what is written to a connection within one turn of the loop: each is flushed once, at the end of the turn. */
function createFlusher(): (connection: Connection) => void {
  let waiting: Connection[] = [];
  const scheduled = new Set<Connection>();
  const flush = () => {
    const due = waiting;
    waiting = [];
    scheduled.clear();
    for (const connection of due) connection.flush();
  };
  return (connection) => {
    if (scheduled.has(connection)) return;
    if (waiting.length === 0) setImmediate(flush);
    scheduled.add(connection);
    waiting.push(connection);
  };
}

class SocketWire implements Wire {
  constructor(
    readonly socket: Socket<Ends>,
    public is_ready: boolean,
  ) {}

  get remote(): string {
    return this.socket.remoteAddress;
  }

  write(bytes: Uint8Array): number {
    return this.socket.write(bytes);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.end();
  }

  terminate(): void {
    this.socket.terminate();
  }
}

function every(context: Context, interval_ms: number, callback: (now_ms: number) => void): () => void {
  const tick = () => {
    callback(context.clock.now());
    cancel = context.clock.after(interval_ms, tick);
  };
  let cancel = context.clock.after(interval_ms, tick);
  return () => cancel();
}

/** Waits for a promise, but not longer than this. */
async function within(context: Context, wait_ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: too_long, resolve } = Promise.withResolvers<void>();
  const cancel = context.clock.after(wait_ms, resolve);
  await Promise.race([work, too_long]);
  cancel();
}

/** Resolves when the set is empty; looks once a turn of the loop, for sockets close by themselves. */
function emptied(connections: ReadonlySet<Connection>): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (connections.size === 0 ? resolve() : setTimeout(look, 5));
    look();
  });
}

import type { Socket, TCPSocketListener } from "bun";

import type { Context } from "../domain/context.ts";
import type { Connection, ConnectionParts, Timeouts } from "./connection.ts";
import { Connections } from "./connections.ts";
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
  const connections = new Connections({ context, timeouts, speak });
  const listener: TCPSocketListener<Ends> = Bun.listen<Ends>({
    hostname: host,
    port,
    ...(tls ? { tls } : {}),
    socket: {
      open(socket) {
        const wire = new SocketWire(socket, tls === undefined);
        socket.data = { wire, connection: connections.open(wire) };
      },
      handshake(socket) {
        socket.data.wire.is_ready = true;
      },
      // Kept uncopied until it is its turn: Bun makes each chunk anew and never writes to it again.
      data: (socket, chunk) => socket.data.connection.receive(chunk),
      drain: (socket) => socket.data.connection.flush(),
      error: (socket, error) =>
        context.log.debug("socket_error", { remote: socket.remoteAddress, error: error.message }),
      close: (socket, error) => connections.closed(socket.data.connection, error === undefined),
    },
  });

  return {
    port: listener.port,
    async stop() {
      listener.stop();
      await connections.end();
      listener.stop(true);
    },
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

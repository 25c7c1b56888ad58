import type { Socket, TCPSocketListener } from "bun";

import type { Context } from "../domain/context.ts";
import { limits } from "../protocol/limits.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import type { Connection } from "./connection.ts";
import { Connections } from "./connections.ts";
import type { Timeouts } from "./patience.ts";
import { PlainWire } from "./plain-wire.ts";
import { refusal } from "./refusal.ts";
import { openDirectSend, type Send } from "./send.ts";
import { setSocketOptions } from "./socket-options.ts";
import type { Wire } from "./wire.ts";

export interface ListenerOptions {
  context: Context;
  host: string;
  port: number;
  /** PEM texts; without them the traffic is in the clear. */
  tls?: { cert: string; key: string } | undefined;
  timeouts: Timeouts;
  /** That of all listeners of the loop: it is one loop that they would hold up. */
  pace: ConnectionParts["pace"];
  speak: ConnectionParts["speak"];
}

export interface Listener {
  readonly port: number;
  /** Stops accepting, answers what was read, tells every client, and resolves when all are closed. */
  stop(): Promise<void>;
}

/** What a socket carries: the connection over it. Nothing when it was refused. */
type Ends = Connection | undefined;

/** Accepts connections over TCP or TLS. Throws what Bun.listen throws when the address cannot be had. */
export function listen({ host, port, tls, ...parts }: ListenerOptions): Listener {
  const { context } = parts;
  const direct = tls === undefined ? openDirectSend() : undefined;
  const connections = new Connections(parts, direct);
  const listener: TCPSocketListener<Ends> = Bun.listen<Ends>({
    hostname: host,
    port,
    ...(tls ? { tls } : {}),
    socket: {
      open(socket) {
        const is_ready = tls === undefined;
        const address: string | undefined = socket.remoteAddress; // one that was reset does not know it any more
        if (address === undefined) return void socket.terminate();
        const wait_ms = connections.admit(address);
        if (wait_ms > 0) return refuse(socket, is_ready, wait_ms);
        socket.data = connections.open(wireOver(socket, direct?.toOne), address, is_ready);
      },
      handshake(socket, success) {
        if (socket.data) socket.data.is_ready = success;
      },
      // Kept uncopied until it is its turn: Bun makes each chunk anew and never writes to it again.
      data: (socket, chunk) => socket.data && connections.receive(socket.data, chunk),
      drain: (socket) => socket.data && connections.drained(socket.data),
      error: (socket, error) =>
        context.log.debug("socket_error", { remote: socket.remoteAddress, error: error.message }),
      close(socket, error) {
        if (!socket.data) return;
        if (socket.data.wire instanceof PlainWire) socket.data.wire.closed();
        connections.closed(socket.data, error === undefined);
      },
    },
  });

  setSocketOptions(fdOf(listener), {
    waiting_max: limits.connecting_max,
    unsent_bytes_max: limits.unsent_bytes_max,
  });
  return {
    port: listener.port,
    async stop() {
      listener.stop();
      try {
        await connections.end();
      } finally {
        listener.stop(true);
        direct?.close();
      }
    },
  };
}

/** Without a number of the system's Bun writes everything. */
function wireOver(socket: Socket<Ends>, sendNow: Send | undefined): Wire {
  const fd = fdOf(socket);
  return sendNow && fd >= 0 ? new PlainWire(socket, fd, sendNow) : socket;
}

/** The system's number of a socket: Bun knows it, though its types do not say so. Below 0 when there is none. */
function fdOf(socket: object): number {
  const fd: unknown = Reflect.get(socket, "fd");
  return typeof fd === "number" ? fd : -1;
}

/** Says why where that costs no handshake; nothing is read, and nothing is kept of it. */
function refuse(socket: Socket<Ends>, is_ready: boolean, wait_ms: number): void {
  socket.data = undefined;
  if (!is_ready) return void socket.terminate();
  socket.write(refusal(wait_ms));
  socket.end();
}

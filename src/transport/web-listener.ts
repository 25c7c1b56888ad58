import type { Server, ServerWebSocket } from "bun";

import type { Context } from "../domain/context.ts";
import { describeFault } from "../domain/fault.ts";
import { limits } from "../protocol/limits.ts";
import type { Connection } from "./connection.ts";
import { Connections } from "./connections.ts";
import type { Listener, ListenerOptions } from "./listener.ts";
import { refusal } from "./refusal.ts";
import { type Sent, WebFlood } from "./web-flood.ts";
import { words } from "./web-headers.ts";
import { isSameOrigin } from "./web-origin.ts";
import type { WebSite } from "./web-site.ts";
import { WebWire } from "./web-wire.ts";

export interface WebListenerOptions extends ListenerOptions {
  site: WebSite;
}

/** What a WebSocket carries; undefined until it is open, and when it was refused. */
type Ends = End | undefined;
interface End {
  wire: WebWire<Ends>;
  connection: Connection;
  sent: Sent;
}
type Socket = ServerWebSocket<Ends>;

/** How long a request may take to come, in seconds: Bun's unit. */
const request_seconds_max = 15;

/** A request has no body that anybody would read. */
const request_body_bytes_max = 1_024;

/**
 * What may wait in a socket. Of ours that is less than two messages; the rest is answers to pings of the WebSocket's own, which a peer
 * that reads nothing may ask for without end, and which no outbox counts. Over this the connection is closed.
 */
const waiting_bytes_max = 262_144;

/** Serves the page over HTTP, and connections over WebSockets. Throws what Bun.serve throws when the address cannot be had. */
export function listenWeb(options: WebListenerOptions): Listener {
  const { context, host, port, tls, timeouts, pace, speak } = options;
  const connections = new Connections({ context, timeouts, pace, speak });
  const flood = new WebFlood();
  const server = Bun.serve<Ends>({
    hostname: host,
    port,
    ...(tls ? { tls } : {}),
    development: false,
    reusePort: false, // left out, a server outside development shares its port with any other
    idleTimeout: request_seconds_max,
    maxRequestBodySize: request_body_bytes_max,
    fetch: (request, server) => answer(request, server, options),
    error(error) {
      context.log.error("web_failed", { error: describeFault(error) });
      return words(500, "The server had a fault.");
    },
    websocket: {
      maxPayloadLength: limits.web_message_bytes_max,
      idleTimeout: 0, // silence is the connection's affair, as over TCP
      backpressureLimit: waiting_bytes_max,
      closeOnBackpressureLimit: true,
      perMessageDeflate: false, // one buffer goes to many: compressed it would cost each of them anew
      open: (socket) => enter(socket, connections),
      message: ({ data }, message) => data && receive(connections, flood, data, message),
      drain(socket) {
        socket.data?.wire.drained();
        if (socket.data) connections.drained(socket.data.connection);
      },
      close(socket, code) {
        if (socket.data) connections.closed(socket.data.connection, code !== no_farewell);
      },
    },
  });

  return {
    port: server.port ?? port,
    async stop() {
      void server.stop();
      await connections.end();
      await server.stop(true);
    },
  };
}

function enter(socket: ServerWebSocket<Ends>, connections: Connections): void {
  const address: string | undefined = socket.remoteAddress; // one that was reset does not know it any more
  if (address === undefined) return socket.terminate();
  const wait_ms = connections.admit(address);
  if (wait_ms > 0) return refuse(socket, wait_ms);
  const wire = new WebWire(socket);
  const connection = connections.open(wire, address);
  socket.data = { wire, connection, sent: { turn: 0, messages: 0, bytes: 0 } };
}

/** What a WebSocket is said to have ended with that ended without a word. */
const no_farewell = 1_006;

/** Undefined: the request has become a connection. */
function answer(
  request: Request,
  server: Server<Ends>,
  { site, context }: Pick<WebListenerOptions, "site" | "context">,
): Promise<Response> | undefined {
  context.loop.working();
  const refusal = site.refusal(request);
  // Of a host that has the form of one and is none (a port of 99999) Bun makes no URL.
  const pathname = URL.parse(request.url)?.pathname;
  const socket = refusal === undefined && pathname === "/socket" ? upgrade(request, server) : undefined;
  // What becomes a connection is counted as one.
  if (socket === "upgraded") return undefined;
  const wait_ms = context.addresses.takeRequest(server.requestIP(request)?.address ?? "");
  if (wait_ms > 0) return inItsTurn(context, () => tooMany(wait_ms));
  if (pathname === undefined) return inItsTurn(context, () => refusal ?? words(400, "That is no address."));
  return inItsTurn(context, () => refusal ?? socket ?? site.answer(request, pathname));
}

/** To the turns all who ask for the page are one account: nobody knows who they are. */
const anybody = 0;

/**
 * Of a connection whose request is not answered yet Bun reads no other one: it closes it. Answered at once, thousands of requests that
 * come together would be one turn of the loop; a page is half a megabyte that is handed to the system in one go, up to 2 ms of it.
 */
async function inItsTurn(
  { turns }: Pick<Context, "turns">,
  make: () => Response | Promise<Response>,
): Promise<Response> {
  await turns.next(anybody);
  return make();
}

function upgrade(request: Request, server: Server<Ends>): Response | "upgraded" {
  if (!isSameOrigin(request.headers.get("origin"), request.headers.get("host")))
    return words(403, "Only the page of this server may connect here.");
  if (server.upgrade(request, { data: undefined })) return "upgraded";
  return words(426, "This address speaks WebSocket only.", { Upgrade: "websocket" });
}

function tooMany(wait_ms: number): Response {
  const seconds = Math.ceil(wait_ms / 1_000);
  return words(429, "Too much was asked for from this address. Try again soon.", {
    "Retry-After": `${seconds}`,
  });
}

/** Not before the socket is open: no page is told why it did not get one. */
function refuse(socket: Socket, wait_ms: number): void {
  socket.sendBinary(refusal(wait_ms));
  socket.close();
}

function receive(
  connections: Connections,
  flood: WebFlood,
  { connection, sent }: End,
  message: string | Uint8Array,
): void {
  // An empty one says nothing, and costs the loop as much as others: no limit would count it.
  const is_nothing = typeof message === "string" || message.length === 0;
  if (is_nothing || flood.isMadeBy(sent, message.length)) connection.close("bad_frame");
  else connections.receive(connection, message);
}

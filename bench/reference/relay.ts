// What Bun itself costs: as relay.c with one write per delivery, by Bun.listen. It parses a length, writes the frame to
// every connection, stores nothing and knows nobody. A payload that begins with ! goes back to its sender alone.
// Prints its port on 127.0.0.1.
import type { Socket } from "bun";

interface Client {
  /** An incomplete frame. */
  rest: Buffer;
  /** What the socket did not take. */
  left: Uint8Array[];
}

const header_bytes = 4;
const exclamation_mark = 0x21;
const clients = new Set<Socket<Client>>();

const { port } = Bun.listen<Client>({
  hostname: "127.0.0.1",
  port: 0,
  socket: {
    open(socket) {
      socket.data = { rest: Buffer.alloc(0), left: [] };
      clients.add(socket);
    },
    data: (socket, chunk) => void (socket.data.rest = relayed(socket, chunk)),
    drain(socket) {
      for (const bytes of socket.data.left.splice(0)) send(socket, bytes);
    },
    close: (socket) => void clients.delete(socket),
  },
});
console.log(`listening on 127.0.0.1:${port}`);

/** What is left of an incomplete frame. */
function relayed(from: Socket<Client>, chunk: Buffer): Buffer {
  const bytes = from.data.rest.length > 0 ? Buffer.concat([from.data.rest, chunk]) : chunk;
  let at = 0;
  while (bytes.length - at >= header_bytes) {
    const end = at + header_bytes + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const frame = bytes.subarray(at, end);
    if (frame[header_bytes] === exclamation_mark) send(from, frame);
    else for (const client of clients) send(client, frame);
    at = end;
  }
  return bytes.subarray(at);
}

function send(to: Socket<Client>, bytes: Uint8Array): void {
  const taken = to.data.left.length > 0 ? 0 : Math.max(0, to.write(bytes));
  if (taken < bytes.length) to.data.left.push(bytes.subarray(taken));
}

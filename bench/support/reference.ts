import { cores, endChild, startChild, untilSaid } from "./children.ts";
import { compileRelay } from "./compile.ts";
import { text } from "./generator.ts";
import { type Competitor, numbers } from "./subject.ts";

/** About what the leanest peers have: NATS sends 79 bytes for a text of 64, Redis 96. */
export const small_frame_bytes = 80;

/**
 * The reference in C. `joined`: what is pending goes to a socket in one write per turn, the raw limit; `each`: one
 * write per delivery. It relays frames of so many bytes and stores nothing. A fault
 * spoils one delivery, for the test of the generator.
 */
export const reference = (
  writes: "joined" | "each",
  frame_bytes: number,
  fault?: "drop" | "double" | "swap",
): Competitor => ({
  name: writes === "joined" ? `C, joined, ${frame_bytes} B` : `C, one write each, ${frame_bytes} B`,
  stores: false,
  async start({ connections, rooms }) {
    const words = [writes, String(frame_bytes), ...(fault === undefined ? [] : [fault])];
    const child = startChild([compileRelay(), ...words], { core: cores.server });
    const [, port] = await untilSaid(child, /listening on \S+:(\d+)\n/);
    const message = framed(text.padEnd(frame_bytes - 4, "."));
    const hello = { say: framed("!".padEnd(64, ".")), until: "!" };
    const peers = numbers(connections).map(() => [hello]);
    const senders = rooms.flatMap((room) => room.senders);
    const lanes = senders.map((peer) => ({ peer, expected: connections, message }));
    return {
      pid: child.pid,
      plan: { framing: "chat", port: Number(port), peers, lanes },
      stop: () => endChild(child),
    };
  },
});

function framed(payload: string): Uint8Array {
  const frame = Buffer.alloc(4 + payload.length);
  frame.writeUInt32BE(payload.length);
  frame.write(payload, 4);
  return frame;
}

import { join } from "node:path";

import { cores, endChild, startChild, untilSaid } from "./children.ts";
import { compileRelay } from "./compile.ts";
import { text } from "./generator.ts";
import { type Competitor, numbers, type Scene } from "./subject.ts";

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
  start(scene) {
    const words = [writes, String(frame_bytes), ...(fault === undefined ? [] : [fault])];
    return startRelay([compileRelay(), ...words], scene, frame_bytes);
  },
});

/** The same with one write per delivery on Bun, which is what a server on it cannot be cheaper than. */
export const bunReference = (frame_bytes: number): Competitor => ({
  name: `Bun, one write each, ${frame_bytes} B`,
  stores: false,
  start: (scene) => startRelay([process.execPath, bun_relay], scene, frame_bytes),
});

const bun_relay = join(import.meta.dir, "..", "reference", "relay.ts");

async function startRelay(command: string[], { connections, rooms }: Scene, frame_bytes: number) {
  const child = startChild(command, { core: cores.server });
  const [, port] = await untilSaid(child, /listening on \S+:(\d+)\n/);
  const message = framed(text.padEnd(frame_bytes - 4, "."));
  const room_of = new Map(rooms.flatMap(({ members }, room) => members.map((member) => [member, room])));
  const hello = (peer: number) => framed(`!${room_of.get(peer) ?? 0}`.padEnd(64, "."));
  const peers = numbers(connections).map((peer) => [{ say: hello(peer), until: "!" }]);
  const lanes = rooms.flatMap(({ members, senders }) =>
    senders.map((peer) => ({ peer, expected: members.length, message })),
  );
  const plan = { framing: "chat", port: Number(port), peers, lanes } as const;
  return { pid: child.pid, plan, stop: () => endChild(child) };
}

function framed(payload: string): Uint8Array {
  const frame = Buffer.alloc(4 + payload.length);
  frame.writeUInt32BE(payload.length);
  frame.write(payload, 4);
  return frame;
}

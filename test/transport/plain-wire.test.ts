import { describe, expect, test } from "bun:test";
import { readlinkSync } from "node:fs";

import type { Socket } from "bun";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { createCertificate } from "../../src/system/certificates.ts";
import type { Connection } from "../../src/transport/connection.ts";
import { PlainWire } from "../../src/transport/plain-wire.ts";
import { openDirectSend } from "../../src/transport/send.ts";
import { spokenTo } from "../support/spoken-to.ts";

/** A socket of Bun's that takes so many bytes, over a system that takes so many at once. */
function wireWith({ system, bun }: { system: number; bun: number }) {
  const sent: [by: "system" | "bun", bytes: string][] = [];
  const take = (by: "system" | "bun", bytes: Uint8Array, room: number) => {
    sent.push([by, Buffer.from(bytes).toString("latin1", 0, Math.max(0, room))]);
    return Math.min(bytes.length, room);
  };
  const calls: string[] = [];
  const call = (name: string) => () => void calls.push(name);
  const socket = {
    write: (bytes: Uint8Array) => take("bun", bytes, bun),
    pause: call("pause"),
    resume: call("resume"),
    end: call("end"),
    terminate: call("terminate"),
  };
  const wire = new PlainWire(socket as unknown as Socket, 7, (fd, bytes) => {
    expect(fd).toBe(7);
    return take("system", bytes, system);
  });
  return { wire, sent, calls };
}

const five = Buffer.from("12345");

describe("a wire in the clear", () => {
  test("gives what there is room for to the system alone", () => {
    const { wire, sent } = wireWith({ system: 100, bun: 0 });
    expect(wire.write(five)).toBe(5);
    expect(sent).toEqual([["system", "12345"]]);
  });

  test.each([
    { system: 2, bun: 0, taken: 2, parts: ["12", ""] },
    { system: 2, bun: 1, taken: 3, parts: ["12", "3"] },
    { system: -1, bun: 0, taken: 0, parts: ["", ""] },
    { system: -1, bun: 5, taken: 5, parts: ["", "12345"] },
    { system: -1, bun: -1, taken: 0, parts: ["", ""] },
  ])(
    "gives Bun what is left over, who tells of room: $system, then $bun",
    ({ system, bun, taken, parts }) => {
      const { wire, sent } = wireWith({ system, bun });
      expect(wire.write(five)).toBe(taken);
      expect(sent.map(([by]) => by)).toEqual(["system", "bun"]);
      expect<readonly string[]>(sent.map(([, bytes]) => bytes)).toEqual(parts);
    },
  );

  test.each(["end", "terminate", "closed"] as const)("sends nothing by itself after %s", (ending) => {
    const { wire, sent, calls } = wireWith({ system: 100, bun: -1 });
    wire[ending]();
    expect(wire.write(five)).toBe(-1);
    expect(sent.map(([by]) => by)).toEqual(["bun"]);
    expect(calls).toEqual(ending === "closed" ? [] : [ending]);
  });
});

const is_linux = process.platform === "linux";

test.if(is_linux)("the system says what it cannot send to", () => {
  const direct = openDirectSend();
  expect(direct?.toOne(0x7fff_fff0, five)).toBe(-1);
  direct?.close();
});

test.if(is_linux)("a listener in the clear has the system send, one over TLS does not", async () => {
  const { cert_pem, key_pem } = await createCertificate({ names: ["127.0.0.1"], days: 1 });
  for (const tls of [undefined, { cert: cert_pem, key: key_pem }]) {
    await using server = await spokenTo(tls);
    const { peer, connection } = await server.come("ana");
    using _ = peer;
    expect(connection.wire instanceof PlainWire).toBe(tls === undefined);
  }
});

test.if(is_linux)(
  "what is written to somebody who has gone does not reach who has the number next",
  async () => {
    while (!(await writeAfterTheEnd()));
  },
);

/** False when the number went to something else of this process, which closes what it has not used for a while whenever it likes. */
async function writeAfterTheEnd(): Promise<boolean> {
  await using server = await spokenTo();
  const { peer: ana, connection: of_ana } = await server.come("ana");
  const [number] = numbersOf(of_ana);
  ana[Symbol.dispose]();
  while (!of_ana.session.is_closed) await new Promise(setImmediate);
  const { peer: ben, connection: of_ben } = await server.come("ben");
  using _ = ben;
  if (numbersOf(of_ben)[0] !== number) return false;
  of_ana.wire.write(encodeFrame({ type: "for ana alone" }));
  ben.say({ type: "message", content: "hello" });
  const told: unknown[] = [];
  await ben.next((frame) => told.push(frame["type"]) > 0 && frame["type"] === "message");
  expect(told).not.toContain("for ana alone");
  return true;
}

/** The number of the socket, as Bun has it. */
const numbersOf = ({ wire }: Connection) =>
  wire instanceof PlainWire ? [Reflect.get(wire.socket, "fd")] : [];

type Ending = (ours: Socket<unknown>, theirs: Socket) => unknown;

const ends_by_us: readonly Ending[] = [
  (ours) => ours.end(),
  (ours) => ours.terminate(),
  (ours) => ours.write("x".repeat(1_000_000)) && ours.terminate(),
];

const endings: readonly Ending[] = [
  ...ends_by_us,
  (_, theirs) => theirs.end(),
  (_, theirs) => theirs.terminate(),
  (ours, theirs) => [ours.end(), theirs.end()],
  (ours, theirs) => [theirs.terminate(), ours.write("after the end")],
];

/** Sockets whose numbers are in use, as Bun says, with what the system has under each. */
class Numbers {
  readonly #open = new Map<Socket<unknown>, { fd: number; inode: string }>();
  readonly #seen = new Set<number>();
  readonly strangers: number[] = [];
  reused = 0;

  opened(socket: Socket<unknown>): void {
    this.look();
    const fd = Number(Reflect.get(socket, "fd"));
    if (this.#seen.has(fd)) this.reused++;
    this.#seen.add(fd);
    this.#open.set(socket, { fd, inode: inodeOf(fd) });
  }

  has(socket: Socket<unknown>): boolean {
    return this.#open.has(socket);
  }

  /** Called wherever something of ours runs: each number still has to be what it was. */
  look(): void {
    for (const { fd, inode } of this.#open.values()) if (inodeOf(fd) !== inode) this.strangers.push(fd);
  }

  closed(socket: Socket<unknown>): void {
    this.#open.delete(socket);
    this.look();
  }
}

/** A socket's own name in the system. */
function inodeOf(fd: number): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return "closed";
  }
}

// What the wire relies on: otherwise it would write to whoever has the number next.
test.if(is_linux)("Bun says at once that a socket has closed, before anything has its number", async () => {
  const numbers = new Numbers();
  const waiting: ((socket: Socket<unknown>) => void)[] = [];
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        numbers.opened(socket);
        waiting.shift()?.(socket);
      },
      data: () => numbers.look(),
      end: () => numbers.look(),
      drain: () => numbers.look(),
      close: (socket) => numbers.closed(socket),
    },
  });
  for (let round = 0; round < 300; round++) {
    const accepted = Promise.withResolvers<Socket<unknown>>();
    waiting.push(accepted.resolve);
    const theirs = await Bun.connect({
      hostname: "127.0.0.1",
      port: listener.port,
      socket: { data() {}, close: () => numbers.look(), error() {} },
    });
    const ours = await accepted.promise;
    const end = endings[round % endings.length] ?? expect.unreachable();
    end(ours, theirs);
    numbers.look();
    if (ends_by_us.includes(end)) expect(numbers.has(ours)).toBe(false);
  }
  expect(numbers.strangers).toEqual([]);
  expect(numbers.reused).toBeGreaterThan(100);
});

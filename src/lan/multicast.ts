import { createSocket } from "node:dgram";
import { networkInterfaces } from "node:os";

import type { Answer, Question } from "dns-packet";
import openMdns, { type MulticastDNS } from "multicast-dns";

import { limits } from "../protocol/limits.ts";

/** What came from the network, decoded; every word of it a stranger's. */
export interface Heard {
  questions: readonly Question[];
  /** Answers, and what was sent along with them. */
  records: readonly Answer[];
  /** The address of whoever sent it. */
  from: string;
  /** This computer's address in the network it came through, as far as that can be told. */
  at: string;
}

export interface MulticastListener {
  heard(heard: Heard): void;
  /** A network is there, at the start or later. */
  joined(address: string): void;
  /** One that was there has gone. */
  left(address: string): void;
  /** One cannot be used now. `reason` is the system's code or words. */
  failed(address: string, reason: string): void;
}

/**
 * Multicast DNS on every IPv4 network this computer is in, one socket for each, so that what is sent goes to all of
 * them. Networks that come and go are followed. Port 5353 is shared with whatever else of this kind runs here.
 * Sockets are read until they are empty, so a network that says more than can be listened to is left until the next look:
 * nothing else would move meanwhile.
 */
export class Multicast {
  readonly #sockets = new Map<string, MulticastDNS>();
  readonly #timer: Timer;

  constructor(
    readonly listener: MulticastListener,
    readonly addresses: () => readonly string[] = lanAddresses,
    readonly heard_max: HeardMax = usual_max,
  ) {
    this.follow();
    this.#timer = setInterval(() => this.follow(), limits.networks_look_ms);
  }

  /** This computer's addresses in the networks that are used. */
  get joined(): string[] {
    return [...this.#sockets.keys()];
  }

  ask(question: Question): void {
    for (const socket of this.#sockets.values()) socket.query([question]);
  }

  /** To the network in which this computer has that address. Resolves when it is on its way, or cannot be. */
  answer(address: string, answers: Answer[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = this.#sockets.get(address);
    // What cannot be sent now is asked for again, or told again, later.
    if (socket) socket.respond(answers, () => resolve());
    else resolve();
    return promise;
  }

  /** Looks which networks have come and which have gone; done again and again by itself. */
  follow(): void {
    const wanted = new Set(this.addresses().slice(0, limits.networks_max));
    for (const address of this.joined.filter((each) => !wanted.has(each))) {
      this.#leave(address);
      this.listener.left(address);
    }
    for (const address of wanted) if (!this.#sockets.has(address)) this.#join(address);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const address of this.joined) this.#leave(address);
  }

  #join(address: string): void {
    const wire = createSocket({ type: "udp4", reuseAddr: true });
    const socket = openMdns({ interface: address, bind: "0.0.0.0", socket: wire });
    this.#sockets.set(address, socket);
    const fail = (reason: string) => {
      if (this.#sockets.get(address) !== socket) return;
      this.#leave(address);
      this.listener.failed(address, reason);
    };
    const isTooMuch = countHeard(this.heard_max);
    const decoders = wire.listeners("message");
    wire.removeAllListeners("message").on("message", (packet, from) => {
      if (isTooMuch(packet.length)) {
        wire.removeAllListeners("message");
        fail("too much is said there");
      } else if (packet.length <= packet_bytes_max) for (const decode of decoders) decode(packet, from);
    });
    socket.on("ready", () => this.listener.joined(address));
    socket.on("packet", ({ questions, answers, additionals }, { address: from }) => {
      if (this.#sockets.get(address) !== socket) return;
      this.listener.heard({ questions, records: [...answers, ...additionals], from, at: address });
    });
    socket.on("error", (error: Error) => fail("code" in error ? String(error.code) : error.message));
    // A packet that is none, a network that just went: nothing that would last.
    socket.on("warning", () => {});
  }

  #leave(address: string): void {
    this.#sockets.get(address)?.destroy();
    this.#sockets.delete(address);
  }
}

/**
 * What goes through a usual network in one piece; nobody here says more at once. In a long packet each of thousands of names
 * can lead through thousands of others: 64 KB took the decoder 0.2 s, so much takes it 0.3 ms.
 */
const packet_bytes_max = 1_472;

type HeardMax = Readonly<Record<"packets" | "bytes", number>>;

const usual_max: HeardMax = {
  packets: limits.heard_packets_per_second,
  bytes: limits.heard_bytes_per_second,
};

/** Counts what comes within a second; true once that is too much. */
function countHeard(max: HeardMax): (bytes: number) => boolean {
  let from_ms = performance.now();
  let heard = { packets: 0, bytes: 0 };
  return (bytes) => {
    const now_ms = performance.now();
    if (now_ms - from_ms > 1_000) {
      from_ms = now_ms;
      heard = { packets: 0, bytes: 0 };
    }
    heard.packets++;
    heard.bytes += bytes;
    return heard.packets > max.packets || heard.bytes > max.bytes;
  };
}

/** This computer's IPv4 addresses in its networks; none for the one that is only within it. */
export const lanAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);

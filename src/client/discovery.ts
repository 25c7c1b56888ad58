import { type Announcement, readRecords, service_type } from "../lan/announcement.ts";
import { type Heard, lanAddresses, Multicast, type MulticastListener } from "../lan/multicast.ts";
import type { FoundServer } from "../protocol/bridge-hosting.ts";
import { clientLimits } from "./limits.ts";

/** What is asked of the network; for tests, one without sockets. */
export interface Network {
  ask(question: { name: string; type: "PTR" }): void;
  close(): void;
}

export interface DiscoveryParts {
  /** All servers there are now, by name; and why none can be found, if that is so. */
  found: (servers: FoundServer[], problem: string | null) => void;
  open?: (listener: MulticastListener) => Network;
  /** This computer's own addresses. */
  own_addresses?: () => readonly string[];
  /** The time, and how to wait for a moment; returns how not to. */
  clock?: DiscoveryClock;
}

export interface DiscoveryClock {
  now_ms(): number;
  after(delay_ms: number, work: () => void): () => void;
}

interface Entry {
  server: FoundServer;
  heard_at_ms: number;
}

/**
 * Looks for servers that announce themselves on the local network. Whatever is heard is a stranger's word: it is checked,
 * bounded and shown, and leads nowhere before a person has chosen it. Where a server is, is where it was heard from.
 */
export class Discovery {
  readonly #network: Network;
  readonly #entries = new Map<string, Entry>();
  readonly #problems = new Map<string, string>();
  readonly #joined = new Set<string>();
  readonly #clock: DiscoveryClock;
  #stopAsking = () => {};
  #stopTelling: (() => void) | undefined;
  #told = "";

  constructor(readonly parts: DiscoveryParts) {
    const { open = (listener) => new Multicast(listener) } = parts;
    this.#clock = parts.clock ?? system_clock;
    this.#network = open({
      heard: (heard) => this.#heard(heard),
      joined: (address) => this.#join(address),
      left: (address) => this.#leave(address),
      failed: (address, reason) => this.#fail(address, reason),
    });
    this.#tellSoon();
    this.#askAgain(0);
  }

  stop(): void {
    this.#stopAsking();
    this.#stopTelling?.();
    this.#network.close();
  }

  /** Asks at once, soon, and then in a calm beat; who has not answered for some beats is gone. */
  #askAgain(count: number): void {
    this.#network.ask({ name: service_type, type: "PTR" });
    const silent_since_ms = this.#clock.now_ms() - clientLimits.discovery_silent_ms;
    for (const [key, { heard_at_ms }] of this.#entries)
      if (heard_at_ms < silent_since_ms) this.#entries.delete(key);
    this.#tellSoon();
    const wait_ms = Math.min(clientLimits.discovery_ask_ms, 1_000 * 2 ** count);
    this.#stopAsking = this.#clock.after(wait_ms, () => this.#askAgain(count + 1));
  }

  #join(address: string): void {
    this.#joined.add(address);
    this.#problems.clear();
    this.#network.ask({ name: service_type, type: "PTR" });
    this.#tellSoon();
  }

  #leave(address: string): void {
    this.#joined.delete(address);
    this.#tellSoon();
  }

  #fail(address: string, reason: string): void {
    this.#joined.delete(address);
    this.#problems.set(address, reason);
    this.#tellSoon();
  }

  #heard({ records, from }: Heard): void {
    const { here, gone } = readRecords(records);
    for (const instance of gone) this.#entries.delete(keyOf(instance, from));
    for (const [instance, announcement] of here) {
      const key = keyOf(instance, from);
      if (!this.#entries.has(key) && !this.#hasRoom(from)) continue;
      this.#entries.set(key, {
        server: this.#serverOf(announcement, from),
        heard_at_ms: this.#clock.now_ms(),
      });
    }
    if (gone.length > 0 || here.size > 0) this.#tellSoon();
  }

  /** One machine cannot keep the others off the list. */
  #hasRoom(from: string): boolean {
    const there = [...this.#entries.values()].filter(({ server }) => server.host === from).length;
    return (
      this.#entries.size < clientLimits.discovery_servers_max &&
      there < clientLimits.discovery_servers_per_address_max
    );
  }

  #serverOf(announcement: Announcement, from: string): FoundServer {
    const { own_addresses = lanAddresses } = this.parts;
    return { ...announcement, host: from, is_here: own_addresses().includes(from) };
  }

  #problem(): string | null {
    if (this.#joined.size > 0) return null;
    const { own_addresses = lanAddresses } = this.parts;
    const [problem = own_addresses().length === 0 ? "ENETDOWN" : null] = this.#problems.values();
    return problem;
  }

  /** Many changes at once are told in one, and what has not changed is not told. */
  #tellSoon(): void {
    this.#stopTelling ??= this.#clock.after(clientLimits.discovery_tell_ms, () => {
      this.#stopTelling = undefined;
      const servers = withoutDoubles([...this.#entries.values()].map(({ server }) => server));
      const problem = this.#problem();
      const now = JSON.stringify([servers, problem]);
      if (now === this.#told) return;
      this.#told = now;
      this.parts.found(servers, problem);
    });
  }
}

const system_clock: DiscoveryClock = {
  now_ms: () => performance.now(),
  after(delay_ms, work) {
    const timer = setTimeout(work, delay_ms);
    return () => clearTimeout(timer);
  },
};

/** Nobody takes back, or takes the place of, what was announced from another address. */
const keyOf = (instance: string, from: string): string => `${from} ${instance}`;

/** A server that is in two networks with us is one: what it says of itself is the same in both. */
function withoutDoubles(servers: readonly FoundServer[]): FoundServer[] {
  const by_identity = new Map<string, FoundServer>();
  for (const server of servers.toSorted(byPlace)) {
    const { host: _, is_here: __, ...identity } = server;
    const key = JSON.stringify(identity);
    // Without a certificate nothing but the address tells two apart.
    const distinct = server.certificate === null ? `${key} ${server.host}` : key;
    if (!by_identity.has(distinct)) by_identity.set(distinct, server);
  }
  return [...by_identity.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name) || a.host.localeCompare(b.host) || a.port - b.port,
  );
}

const byPlace = (a: FoundServer, b: FoundServer): number =>
  Number(b.is_here) - Number(a.is_here) || a.host.localeCompare(b.host);

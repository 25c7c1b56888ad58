import type { Question } from "dns-packet";

import type { Log } from "../domain/ports/log.ts";
import {
  type Announcement,
  instanceName,
  recordsOf,
  service_type,
  serviceRecord,
  services_name,
} from "../lan/announcement.ts";
import { type Heard, lanAddresses, Multicast, type MulticastListener } from "../lan/multicast.ts";
import { limits } from "../protocol/limits.ts";

export interface AnnouncerParts {
  announcement: Announcement;
  /** Where the server listens; only the networks it can be reached from hear of it. */
  address: string;
  log: Log;
  /** This computer's addresses in its networks. */
  networks?: () => readonly string[];
  /** For tests, a network without sockets. */
  open?: (listener: MulticastListener, addresses: () => readonly string[]) => AnnouncedNetwork;
}

type AnnouncedNetwork = Pick<Multicast, "joined" | "answer" | "close">;

/** Tells the local network that the server is there, and answers those who look for servers. */
export class Announcer {
  readonly #multicast: AnnouncedNetwork;
  #answers = 0;
  #answers_from_ms = 0;
  #is_told = false;
  #has_complained = false;
  #is_over = false;
  #again: Timer | undefined;

  constructor(readonly parts: AnnouncerParts) {
    const { networks = lanAddresses, open = (...given) => new Multicast(...given) } = parts;
    const reached = () => networks().filter((network) => isAny(parts.address) || network === parts.address);
    this.#multicast = open(
      {
        heard: (heard) => this.#heard(heard),
        joined: (address) => this.#joined(address),
        left: () => {}, // nobody is there to be told
        failed: (address, reason) => this.#failed(address, reason),
      },
      reached,
    );
    if (reached().length === 0) this.#failed(parts.address, "no IPv4 network has this address");
  }

  /** Takes it back. */
  async stop(): Promise<void> {
    this.#is_over = true;
    clearTimeout(this.#again);
    await Promise.all(this.#multicast.joined.map((address) => this.#tell(address, 0)));
    this.#multicast.close();
  }

  /** Told twice, since packets get lost. */
  #joined(address: string): void {
    if (this.#is_over) return;
    void this.#tell(address, limits.announced_ttl_s);
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      for (const each of this.#multicast.joined) void this.#tell(each, limits.announced_ttl_s);
    }, limits.announced_again_ms);
    if (this.#is_told) return;
    this.#is_told = true;
    this.parts.log.info("announced", { name: this.parts.announcement.name, as: service_type });
  }

  #failed(address: string, reason: string): void {
    if (this.#has_complained) return;
    this.#has_complained = true;
    this.parts.log.warn("not_announced", { address, reason });
  }

  #heard({ questions, at }: Heard): void {
    if (this.#is_over) return;
    const { announcement } = this.parts;
    const asked = questions.slice(0, limits.announced_records_max);
    const ours = [service_type, instanceName(announcement), `chat-${announcement.id}.local`];
    const is_for_us = asked.some((question) => ours.some((name) => isAbout(question, name)));
    const is_for_all = asked.some((question) => isAbout(question, services_name));
    if ((!is_for_us && !is_for_all) || !this.#mayAnswer()) return;
    if (is_for_us) void this.#tell(at, limits.announced_ttl_s);
    else void this.#multicast.answer(at, [serviceRecord(limits.announced_ttl_s)]);
  }

  #tell(address: string, ttl_s: number): Promise<void> {
    return this.#multicast.answer(address, recordsOf(this.parts.announcement, address, ttl_s));
  }

  /** Whoever asks without end makes us fill nobody's network. */
  #mayAnswer(): boolean {
    const now_ms = performance.now();
    if (now_ms - this.#answers_from_ms > 1_000) {
      this.#answers_from_ms = now_ms;
      this.#answers = 0;
    }
    return ++this.#answers <= limits.announced_answers_per_second;
  }
}

const isAbout = ({ name }: Question, ours: string): boolean => name.toLowerCase() === ours.toLowerCase();

const isAny = (address: string): boolean => address === "0.0.0.0" || address === "::";

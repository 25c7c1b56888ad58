import type { HostMessage, ServerAddress } from "../protocol/bridge.ts";
import { type Down, wantsTls } from "./dial-words.ts";
import { dial, type Dialed, type DialOptions } from "./dial.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { ServerLink } from "./server-link.ts";
import type { Pins } from "./trust.ts";
import type { Wire } from "./wire.ts";

/** A connection of the page: being dialled, or up. */
interface Slot {
  stop: AbortController;
  link?: ServerLink;
}

export interface LinksParts {
  pins: Pins;
  post(message: HostMessage): void;
  log: Log;
  dial?(options: DialOptions): Promise<Dialed>;
}

/** The connections of one page, by the numbers it gave them. */
export class Links {
  readonly #slots = new Map<number, Slot>();
  readonly #dial: (options: DialOptions) => Promise<Dialed>;
  #is_paused = false;

  constructor(readonly parts: LinksParts) {
    this.#dial = parts.dial ?? dial;
  }

  /** Opens a connection; what comes of it is posted. A number that is in use is hung up first. */
  dial(number: number, server: ServerAddress, trust: string | undefined): void {
    this.hangUp(number);
    if (this.#slots.size >= clientLimits.links_max)
      return this.#post(number, { code: "unreachable", message: "Too many connections are open." });
    const slot: Slot = { stop: new AbortController() };
    this.#slots.set(number, slot);
    const { pins } = this.parts;
    void this.#dial({ server, pins, trust, signal: slot.stop.signal }).then((dialed) =>
      this.#dialed(number, slot, server, dialed),
    );
  }

  hangUp(number: number): void {
    const slot = this.#slots.get(number);
    if (!slot) return;
    this.#slots.delete(number);
    slot.stop.abort();
    slot.link?.hangUp();
  }

  /** Sends a frame; drops it when the link is not up. */
  send(number: number, frame: Record<string, unknown>): void {
    this.#slots.get(number)?.link?.send(frame);
  }

  hangUpAll(): void {
    for (const number of this.#slots.keys()) this.hangUp(number);
  }

  /** Reads no connection further, so that the servers wait. */
  pause(): void {
    this.#is_paused = true;
    for (const { link } of this.#slots.values()) link?.wire.pause();
  }

  resume(): void {
    this.#is_paused = false;
    for (const { link } of this.#slots.values()) link?.wire.resume();
  }

  #dialed(number: number, slot: Slot, server: ServerAddress, dialed: Dialed): void {
    if (slot.stop.signal.aborted) {
      if (dialed.outcome === "up") dialed.wire.close();
      return;
    }
    if (dialed.outcome === "up") {
      this.parts.post({ type: "link.up", link: number, tls: dialed.tls });
      return this.#start(number, slot, server, dialed.wire);
    }
    this.#slots.delete(number);
    if (dialed.outcome === "down") return this.#post(number, dialed);
    const { fingerprint, pinned } = dialed;
    this.parts.post({ type: "link.untrusted", link: number, fingerprint, pinned });
  }

  #start(number: number, slot: Slot, server: ServerAddress, wire: Wire): void {
    const { post, log } = this.parts;
    const listener = {
      frames: (frames: unknown[]) => post({ type: "link.frames", link: number, frames }),
      down: (down: Down, heard: boolean) => void this.#down(number, slot, server, down, heard),
    };
    slot.link = new ServerLink(server, wire, listener, log);
    slot.link.start();
    if (this.#is_paused) wire.pause();
  }

  async #down(number: number, slot: Slot, server: ServerAddress, down: Down, heard: boolean): Promise<void> {
    const is_mute = down.code === "lost" && !heard && !server.tls;
    const told = is_mute && (await this.#speaksTls(server, slot.stop.signal)) ? wantsTls() : down;
    if (slot.stop.signal.aborted) return;
    this.#slots.delete(number);
    this.#post(number, told);
  }

  /** A plain connection that ended without a word: some TLS servers hang up like that. */
  async #speaksTls(server: ServerAddress, signal: AbortSignal): Promise<boolean> {
    const dialed = await this.#dial({ server: { ...server, tls: true }, pins: this.parts.pins, signal });
    if (dialed.outcome === "up") dialed.wire.close();
    return dialed.outcome !== "down";
  }

  #post(number: number, { code, message }: Down): void {
    this.parts.post({ type: "link.down", link: number, code, message });
  }
}

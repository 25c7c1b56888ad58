import type { HostMessage } from "../protocol/bridge.ts";
import { clientLimits } from "./limits.ts";

/** Stops and restarts what fills a mailbox. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/**
 * Keeps messages for a page that asks for them: a poll is answered with everything that has come, at
 * once or as soon as something comes. When the page asks no more (a window put to sleep), the flow is
 * paused rather than the memory filled.
 */
export class Mailbox {
  #messages: string[] = [];
  #waiting_bytes = 0;
  #poll: string | undefined;
  #is_paused = false;

  /** `answer` gets the poll's name and a JSON array of messages. */
  constructor(
    readonly answer: (poll: string, messages_json: string) => void,
    readonly flow: Flow,
  ) {}

  post(message: HostMessage): void {
    const json = JSON.stringify(message);
    this.#messages.push(json);
    this.#waiting_bytes += json.length;
    this.#deliver();
    if (!this.#is_paused && this.#waiting_bytes > clientLimits.waiting_bytes_pause) {
      this.#is_paused = true;
      this.flow.pause();
    }
  }

  /** A page asks. One question waits at a time: an older one, of a page that is gone, gets an empty answer. */
  poll(name: string): void {
    if (this.#poll !== undefined) this.answer(this.#poll, "[]");
    this.#poll = name;
    this.#deliver();
  }

  /** Forgets what has not been asked for: it was for a page that is gone. */
  clear(): void {
    this.#messages = [];
    this.#waiting_bytes = 0;
    this.#unpause();
  }

  #deliver(): void {
    if (this.#poll === undefined || this.#messages.length === 0) return;
    const poll = this.#poll;
    const messages = this.#messages;
    this.#poll = undefined;
    this.#messages = [];
    this.#waiting_bytes = 0;
    this.answer(poll, `[${messages.join(",")}]`);
    this.#unpause();
  }

  #unpause(): void {
    if (!this.#is_paused) return;
    this.#is_paused = false;
    this.flow.resume();
  }
}

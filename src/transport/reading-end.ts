import type { Account } from "../domain/fair-queue.ts";
import type { Talker } from "./intake.ts";
import { SendingEnd } from "./sending-end.ts";

/** Whether a connection is read from: not while too much of it is under way, and not while it is the turn of others. */
export abstract class ReadingEnd extends SendingEnd implements Talker {
  /** Too much is under way. */
  protected is_paused = false;
  #is_held_back = false;

  /** Whom turns are counted for. */
  abstract readonly account: Account;

  protected pause(): void {
    this.is_paused = true;
    if (!this.#is_held_back) this.wire.pause();
  }

  protected resume(): void {
    this.is_paused = false;
    this.patience.heard(this.parts.context.clock.steady()); // until now it could not be heard
    if (!this.#is_held_back) this.wire.resume();
  }

  holdBack(): void {
    this.#is_held_back = true;
    if (!this.is_paused) this.wire.pause();
  }

  readOn(): void {
    this.#is_held_back = false;
    if (!this.is_paused) this.wire.resume();
  }
}

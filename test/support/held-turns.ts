import type { Turns } from "../../src/domain/ports/turns.ts";

/** Turns that a test hands out, once it holds them. */
export class HeldTurns implements Turns {
  is_holding = false;
  readonly #waiting: (() => void)[] = [];

  get waiting(): number {
    return this.#waiting.length;
  }

  next(): Promise<void> {
    if (!this.is_holding) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    return promise;
  }

  /** Lets the first ones go on. */
  give(count = 1): void {
    for (const resolve of this.#waiting.splice(0, count)) resolve();
  }
}

import type { Delivery } from "../domain/broadcast.ts";
import type { Bus } from "../domain/ports/bus.ts";

/** The bus of a single server process: who subscribed is called at once. */
export class LocalBus implements Bus {
  readonly #receivers: ((delivery: Delivery) => void)[] = [];

  publish(delivery: Delivery): void {
    for (const receive of this.#receivers) receive(delivery);
  }

  subscribe(receive: (delivery: Delivery) => void): void {
    this.#receivers.push(receive);
  }
}

import type { Delivery } from "../broadcast.ts";

/** Carries events to the hubs of every server process: local and remote members go the same road. */
export interface Bus {
  /** Deliveries of one publisher arrive in the order they were published. */
  publish(delivery: Delivery): void;
  subscribe(receive: (delivery: Delivery) => void): void;
}

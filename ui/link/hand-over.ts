import type { HostMessage } from "../../src/protocol/bridge.ts";

/** Hands messages on one by one: a fault over one of them is told to the browser and does not cost the others. */
export function handOver(messages: readonly HostMessage[], receive: (message: HostMessage) => void): void {
  for (const message of messages) {
    try {
      receive(message);
    } catch (error) {
      reportError(error);
    }
  }
}

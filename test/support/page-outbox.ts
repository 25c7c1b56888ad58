import type { HostCommand, HostMessage, OutboxMessage } from "../../src/protocol/bridge.ts";

/** The outbox on disk, as the made-up client program has it. */
export class PageOutbox {
  readonly kept = new Map<string, OutboxMessage>();

  /** Carries out a command; gives the answer to one that has an answer. */
  receive(command: HostCommand): HostMessage | undefined {
    if (command.type === "outbox.put") this.kept.set(command.message.nonce, command.message);
    if (command.type === "outbox.drop") this.kept.delete(command.nonce);
    if (command.type !== "outbox.load") return undefined;
    return { type: "outbox.loaded", account: command.account, messages: [...this.kept.values()] };
  }
}

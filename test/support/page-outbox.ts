import type { Account, HostCommand, HostMessage, OutboxMessage } from "../../src/protocol/bridge.ts";
import { compactEmoji } from "../../ui/text/emoji-data.ts";

const emoji = JSON.stringify(compactEmoji());

/** The outbox on disk, as the made-up client program has it. */
export class PageOutbox {
  readonly kept = new Map<string, OutboxMessage>();
  /** Whether it is still waiting for the disk. */
  is_slow = false;
  /** Whether it does not say what is left. */
  is_mute = false;
  /** Whether what is kept was written to the server that this account is of. */
  known_by: (account: Account) => boolean = () => true;
  /** Drafts and the like, by name. */
  readonly texts = new Map<string, string>();

  /** Carries out a command; gives the answer to one that has an answer. */
  receive(command: HostCommand): HostMessage | undefined {
    if (command.type === "outbox.put") {
      this.kept.set(command.message.nonce, command.message);
      if (this.is_slow) return undefined;
      const { nonce, failure } = command.message;
      return { type: "outbox.kept", account: command.account, nonce, failure };
    }
    if (command.type === "outbox.drop") this.kept.delete(command.nonce);
    if (command.type === "kept.put")
      if (command.text === "") this.texts.delete(command.name);
      else this.texts.set(command.name, command.text);
    if (command.type === "part.load") return { type: "part.loaded", part: command.part, text: emoji };
    if (command.type === "kept.load")
      return { type: "kept.loaded", account: command.account, texts: Object.fromEntries(this.texts) };
    if (command.type !== "outbox.load" || this.is_mute) return undefined;
    const { account } = command;
    const held = this.known_by(account) ? {} : { failure: "it was written to another server." };
    const messages = [...this.kept.values()].map((message) => ({ ...message, ...held }));
    return { type: "outbox.loaded", account, messages };
  }
}

/** What an earlier page of ana's could not send, to a channel that is not there. */
export const unsent: OutboxMessage[] = [
  "Who brings the ladder?",
  "I have one. It is in the shed, behind the bicycles.",
].map((content, at) => ({
  nonce: `unsent${at}`,
  channel_id: 7_777,
  place: "#attic",
  kind: "text",
  content,
  reply_to_seq: null,
  created_at_ms: Date.UTC(2026, 10, 22, 12, at),
  failure: null,
}));

/** The outbox on disk with these in it. */
export function leftOf(messages: readonly OutboxMessage[]): PageOutbox {
  const outbox = new PageOutbox();
  for (const message of messages) outbox.kept.set(message.nonce, message);
  return outbox;
}

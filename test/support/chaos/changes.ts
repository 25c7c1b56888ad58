import type { Random } from "../random.ts";
import type { Asker } from "./local-peer.ts";

export type ChangeKind = "send" | "edit" | "delete" | "react" | "pin";

interface Known {
  id: number;
  seq: number;
  /** The author's place among the people. */
  author: number;
}

const emoji = ["👍", "🎉", "❤️", "😂", "👀"];

/** People who write, edit, delete, react and pin in one channel, as a random number has it. */
export class Changes {
  /** Messages that were not deleted. */
  readonly #alive: Known[] = [];
  #count = 0;

  constructor(
    readonly random: Random,
    /** Who is connected just now; everybody keeps their place. */
    readonly people: () => readonly Asker[],
    readonly channel_id: number,
  ) {}

  /** Makes one change. A change of a message needs one: without any it is a new message. */
  async make(kind: ChangeKind): Promise<void> {
    const target = this.#alive.length === 0 ? undefined : this.random.pick(this.#alive);
    await (target && kind !== "send" ? this.#change(kind, target) : this.#send());
  }

  /** Makes changes in this order, those that follow each other and only add together. */
  async makeAll(kinds: readonly ChangeKind[]): Promise<void> {
    let sends: Promise<void>[] = [];
    for (const kind of kinds) {
      if (kind === "send" && this.#alive.length > 0) {
        sends.push(this.#send());
        continue;
      }
      await Promise.all(sends);
      sends = [];
      await this.make(kind);
    }
    await Promise.all(sends);
  }

  async #send(): Promise<void> {
    const index = this.random.below(this.people().length);
    const author = this.#person(index);
    const answered = this.random.below(5) === 0 ? this.#alive.at(-1) : undefined;
    const number = ++this.#count;
    const { id, seq } = await author.request("message.send", {
      channel_id: this.channel_id,
      nonce: `${author.user.username}:${this.channel_id}:${number}`,
      content: `text ${number}`,
      kind: this.random.below(10) === 0 ? "action" : "text",
      ...(answered ? { reply_to_seq: answered.seq } : {}),
    });
    this.#alive.push({ id, seq, author: index });
  }

  async #change(kind: Exclude<ChangeKind, "send">, target: Known): Promise<void> {
    const { id } = target;
    const author = this.#person(target.author);
    const anybody = this.random.pick(this.people());
    const on = this.random.below(4) > 0;
    if (kind === "edit") await author.request("message.edit", { id, content: `edited ${++this.#count}` });
    if (kind === "react") await anybody.request("message.react", { id, emoji: this.random.pick(emoji), on });
    if (kind === "pin") await anybody.request("message.pin", { id, on });
    if (kind !== "delete") return;
    this.#alive.splice(this.#alive.indexOf(target), 1);
    await author.request("message.delete", { id });
  }

  #person(index: number): Asker {
    const person = this.people()[index];
    if (!person) throw new Error(`nobody has place ${index}`);
    return person;
  }
}

import type { Random } from "../random.ts";
import type { LocalPeer } from "./local-peer.ts";

interface Known {
  id: number;
  seq: number;
  author_id: number;
  is_deleted: boolean;
  is_here: boolean;
  /** Ids of those it names; "all" for everybody. */
  named: "all" | ReadonlySet<number>;
}

export interface Counts {
  last_seq: number;
  read_seq: number;
  mention_count: number;
}

/** One person with several devices, each of which follows the read marker by what it hears. */
export interface Person {
  user_id: number;
  username: string;
  devices: LocalPeer[];
}

/** What the words of a text name, told apart from mere text by whoever wrote the test. */
const words = ["", "hello", "mail to ben@example.org", "@nobody hi", "@@ana", "@ana_2 no", "@an"];
const naming: Record<
  string,
  (names: ReadonlyMap<string, number>, online: Iterable<number>) => Iterable<number>
> = {
  "@ana look": (names) => [names.get("ana") ?? 0],
  "well, @BEN.": (names) => [names.get("ben") ?? 0],
  "(@cat) and @ana": (names) => [names.get("cat") ?? 0, names.get("ana") ?? 0],
  "@here now": (_names, online) => online,
};

/**
 * People who write, read and come and go in one channel, with a ledger beside it that is kept in the plainest
 * way: all messages, whom each names, and a marker per person. It is counted anew each time.
 */
export class UnreadModel {
  readonly #messages: Known[] = [];
  readonly #read = new Map<number, number>();

  constructor(
    readonly random: Random,
    readonly people: readonly Person[],
    readonly channel_id: number,
  ) {
    for (const { user_id } of people) this.#read.set(user_id, 0);
  }

  /** What must be told to a person. */
  countsOf({ user_id }: Person): Counts {
    let read_seq = this.#read.get(user_id) ?? 0;
    while (this.#messages[read_seq]?.is_deleted) read_seq++;
    const naming_them = this.#messages.filter(
      ({ seq, author_id, is_deleted, named }) =>
        seq > read_seq && author_id !== user_id && !is_deleted && (named === "all" || named.has(user_id)),
    );
    return { last_seq: this.#messages.length, read_seq, mention_count: naming_them.length };
  }

  async step(): Promise<void> {
    const present = this.people.filter(({ devices }) => devices.length > 0);
    const person = this.random.pick(present);
    const device = this.random.pick(person.devices);
    const own = this.#messages.filter((each) => each.author_id === person.user_id && !each.is_deleted);
    const seq = 1 + this.random.below(this.#messages.length + 3);
    const steps = [
      () => this.#send(person, device),
      () => this.#send(person, device),
      () => this.#markRead(person, device, seq),
      () => this.#markUnread(person, device, seq),
      ...(own.length > 0 ? [() => this.#edit(device, this.random.pick(own))] : []),
      ...(own.length > 0 ? [() => this.#delete(device, this.random.pick(own))] : []),
    ];
    await this.random.pick(steps)();
  }

  /** Somebody writes so many messages in a row and deletes them all, in any order; after each it is looked. */
  async writeAndDelete(person: Person, count: number, look: () => Promise<void>): Promise<void> {
    const device = this.random.pick(person.devices);
    const first = this.#messages.length;
    for (let written = 0; written < count; written++) await this.#send(person, device);
    for (const message of this.random.shuffle(this.#messages.slice(first))) {
      await this.#delete(device, message);
      await look();
    }
  }

  async #send(person: Person, device: LocalPeer): Promise<void> {
    const { content, named, is_here } = this.#write(person.user_id);
    const nonce = crypto.randomUUID();
    const { channel_id } = this;
    const { id, seq } = await device.request("message.send", { channel_id, nonce, content });
    this.#messages.push({ id, seq, author_id: person.user_id, is_deleted: false, is_here, named });
    this.#read.set(person.user_id, seq);
  }

  async #edit(device: LocalPeer, message: Known): Promise<void> {
    const { content, named, is_here } = this.#write(message.author_id);
    await device.request("message.edit", { id: message.id, content });
    const called = is_here && message.is_here ? message.named : "all";
    message.named = named === "all" || called === "all" ? named : named.union(called);
    message.is_here = is_here;
  }

  async #delete(device: LocalPeer, message: Known): Promise<void> {
    await device.request("message.delete", { id: message.id });
    message.is_deleted = true;
  }

  async #markRead({ user_id }: Person, device: LocalPeer, read_seq: number): Promise<void> {
    await device.request("channel.mark_read", { channel_id: this.channel_id, read_seq });
    const reached = Math.min(read_seq, this.#messages.length);
    this.#read.set(user_id, Math.max(this.#read.get(user_id) ?? 0, reached));
  }

  async #markUnread({ user_id }: Person, device: LocalPeer, seq: number): Promise<void> {
    await device.request("channel.mark_unread", { channel_id: this.channel_id, seq });
    this.#read.set(user_id, Math.min(this.#read.get(user_id) ?? 0, seq - 1));
  }

  #write(author_id: number): { content: string } & Pick<Known, "named" | "is_here"> {
    const number = this.random.below(1_000_000);
    const texts = [...words, ...Object.keys(naming), "@channel hear"];
    const text = this.random.pick(texts);
    const content = `${text} ${number}`;
    if (text === "@channel hear") return { content, named: "all", is_here: false };
    const names = new Map(this.people.map(({ username, user_id }) => [username, user_id]));
    const online = this.people.filter(({ devices }) => devices.length > 0).map(({ user_id }) => user_id);
    const named = new Set(naming[text]?.(names, online) ?? []);
    named.delete(author_id);
    return { content, named, is_here: text.startsWith("@here") };
  }
}

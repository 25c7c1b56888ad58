import type { Channel } from "../../src/protocol/channel.ts";
import type { Member, User } from "../../src/protocol/fields.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import type { Message, MessageKind } from "../../src/protocol/message.ts";

interface SayOptions {
  at_ms?: number;
  kind?: MessageKind;
  /** Whether the asking user has read it. */
  read?: boolean;
  nonce?: string | null;
  reply_to_seq?: number | null;
  attachments?: FileInfo[];
}

/** What the fake server of the page's tests holds: people, channels, messages, in memory. */
export class PageData {
  readonly people = new Map<number, Member>();
  readonly channels = new Map<number, Channel>();
  readonly messages = new Map<number, Message[]>();

  person(username: string, status: Member["status"] = "online"): User {
    const known = [...this.people.values()].find((one) => one.username === username);
    if (known !== undefined) return known;
    const user_id = this.people.size + 1;
    this.people.set(user_id, { user_id, username, status, status_text: "" });
    return { user_id, username };
  }

  /** Somebody as they are called now, and with their picture. */
  userOf(user_id: number): User {
    const { status: _, status_text: _text, ...user } = this.people.get(user_id) ?? neverHere();
    return user;
  }

  /** Somebody is called otherwise, or has another picture: also where they are told of from now on. */
  update(user: User): void {
    const { status, status_text } = this.people.get(user.user_id) ?? neverHere();
    const member = { ...user, status, status_text };
    this.people.set(user.user_id, member);
    for (const { members } of this.channels.values())
      for (const [at, { user_id }] of members.entries()) if (user_id === user.user_id) members[at] = member;
    for (const message of [...this.messages.values()].flat())
      if (message.author.user_id === user.user_id) message.author = user;
  }

  channel(name: string, description = "", joined = true, kind: "public" | "private" = "public"): Channel {
    return this.#put({ kind, name, description, joined, members: [] });
  }

  dm(me: User, ...others: User[]): Channel {
    const ids = new Set([me, ...others].map(({ user_id }) => user_id));
    const members = [...ids].map((user_id) => this.people.get(user_id) ?? neverHere());
    members.sort((a, b) => (a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1));
    return this.#put({ kind: "dm", name: null, description: "", joined: true, members });
  }

  /** Adds a message and gives it; `read` moves the asking user's marker behind it. */
  say(
    channel: Channel,
    author: User,
    content: string,
    {
      at_ms = Date.now(),
      kind = "text",
      read = true,
      nonce = null,
      reply_to_seq = null,
      attachments = [],
    }: SayOptions = {},
  ): Message {
    const list = this.messages.get(channel.id) ?? [];
    const seq = list.length + 1;
    const message: Message = {
      id: channel.id * 100_000 + seq,
      channel_id: channel.id,
      seq,
      rev: ++channel.last_rev,
      author: this.userOf(author.user_id),
      kind,
      content,
      created_at_ms: at_ms,
      nonce,
      reply_to_seq,
      edited_at_ms: null,
      deleted_at_ms: null,
      pinned_at_ms: null,
      reactions: [],
      ...(attachments.length > 0 && { attachments }),
    };
    list.push(message);
    channel.last_seq = seq;
    channel.last_message_at_ms = at_ms;
    if (read) channel.read_seq = seq;
    // What is given away stays as it was: later changes are made to what is kept here.
    return structuredClone(message);
  }

  #put(part: Pick<Channel, "kind" | "name" | "description" | "joined" | "members">): Channel {
    const id = this.channels.size + 1;
    const created_at_ms = Date.now() - 86_400_000 * 30;
    const channel: Channel = {
      ...part,
      id,
      created_by: null,
      created_at_ms,
      archived_at_ms: null,
      last_rev: 0,
      last_seq: 0,
      last_message_at_ms: null,
      read_seq: 0,
      mention_count: 0,
    };
    this.channels.set(id, channel);
    this.messages.set(id, []);
    return channel;
  }
}

function neverHere(): never {
  throw new Error("unknown person");
}

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
      author: { user_id: author.user_id, username: author.username },
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

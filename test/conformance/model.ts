import type { Mentions, Named } from "../../src/domain/ports/message-store.ts";
import type { Message, Reaction } from "../../src/protocol/message.ts";

/** One message with all that ever happened to it, kept naively. */
export interface Entry {
  /** As it is now, but for the reactions, which differ by who looks. */
  message: Omit<Message, "reactions">;
  /** What it said before, oldest first. */
  earlier: { content: string; written_at_ms: number }[];
  /** In the order they were made. */
  reactions: { emoji: string; user_id: number }[];
  named: Set<number>;
  is_for_all: boolean;
}

export interface Markers {
  read: number;
  delivered: number;
}

export interface Room {
  id: number;
  kind: "public" | "dm";
  entries: Entry[];
  rev: number;
  is_archived: boolean;
  /** By user id. */
  members: Map<number, Markers>;
}

/** A store so simple that it must be right. */
export class Model {
  readonly rooms = new Map<number, Room>();
  readonly users = new Map<number, string>();
  readonly nonces = new Map<string, Entry>();

  room(channel_id: number): Room {
    const room = this.rooms.get(channel_id);
    if (!room) throw new Error(`The model has no channel ${channel_id}.`);
    return room;
  }

  entry(id: number): Entry {
    for (const { entries } of this.rooms.values())
      for (const entry of entries) if (entry.message.id === id) return entry;
    throw new Error(`The model has no message ${id}.`);
  }

  get entries(): Entry[] {
    return [...this.rooms.values()].flatMap(({ entries }) => entries);
  }

  history(user_id: number, channel_id: number): Message[] {
    return this.room(channel_id).entries.map((entry) => asSeenBy(user_id, entry));
  }

  /** Whom a message names, at the moment it is written. */
  name(entry: Entry, mentions: Mentions | undefined): void {
    const { members } = this.room(entry.message.channel_id);
    const names = new Set(mentions?.usernames.map((name) => name.toLowerCase()));
    const isNamed = (user_id: number) =>
      names.has(this.users.get(user_id)?.toLowerCase() ?? "") || mentions?.user_ids.includes(user_id);
    entry.named = new Set([...members.keys()].filter(isNamed));
    entry.is_for_all = mentions?.everyone ?? false;
  }

  /** Whom a message names, as a change of it tells: never its author, and nobody besides everybody. */
  namedIn({ message, named, is_for_all }: Entry): Named {
    const user_ids = is_for_all ? [] : [...named].filter((user_id) => user_id !== message.author.user_id);
    return { everyone: is_for_all, user_ids: new Set(user_ids) };
  }

  mentionCount(user_id: number, channel_id: number): number {
    const { entries, members } = this.room(channel_id);
    const read = members.get(user_id)?.read;
    if (read === undefined) return 0;
    return entries.filter(
      ({ message, named, is_for_all }) =>
        message.seq > read &&
        message.deleted_at_ms === null &&
        message.author.user_id !== user_id &&
        (is_for_all || named.has(user_id)),
    ).length;
  }

  /** Where a member's read marker stands: deleted messages right behind it count as read. */
  readSeq(user_id: number, channel_id: number): number {
    const { entries, members } = this.room(channel_id);
    let read = members.get(user_id)?.read ?? entries.length;
    while (isDeleted(entries[read])) read++;
    return read;
  }

  undelivered(user_id: number): Message[] {
    return [...this.rooms.values()].flatMap(({ kind, entries, members }) => {
      const markers = members.get(user_id);
      if (kind !== "dm" || !markers) return [];
      const seen = Math.max(markers.read, markers.delivered);
      return entries
        .filter(({ message }) => message.seq > seen && message.author.user_id !== user_id)
        .filter(({ message }) => message.deleted_at_ms === null)
        .map((entry) => asSeenBy(user_id, entry));
    });
  }
}

/** The deleted messages in a row of which this is one. */
export function deletedRun(entries: readonly Entry[], seq: number): { from_seq: number; to_seq: number } {
  const run = { from_seq: seq, to_seq: seq };
  while (isDeleted(entries[run.to_seq])) run.to_seq++;
  while (isDeleted(entries[run.from_seq - 2])) run.from_seq--;
  return run;
}

const isDeleted = (entry: Entry | undefined): boolean =>
  entry !== undefined && entry.message.deleted_at_ms !== null;

export const asSeenBy = (user_id: number, { message, reactions }: Entry): Message => ({
  ...message,
  reactions: countReactions(user_id, reactions),
});

export function countReactions(user_id: number, reactions: Entry["reactions"]): Reaction[] {
  return [...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, of_emoji]) => ({
    emoji,
    count: of_emoji.length,
    mine: of_emoji.some((reaction) => reaction.user_id === user_id),
  }));
}

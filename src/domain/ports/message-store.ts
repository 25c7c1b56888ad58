import type { Message, MessageKind, Reaction } from "../../protocol/message.ts";
import type { BytesBeside, ChannelView, UserRecord } from "./store.ts";

/** Whom a message names: by name (those that are members), by id, or all members. */
export interface Mentions {
  usernames: readonly string[];
  user_ids: readonly number[];
  everyone: boolean;
  /** Of an edit: whom the message named before stays named, but for who has one of these names. */
  kept?: { but: readonly string[] };
}

/** The members a stored message names: by id, or all of them. Never its author. */
export interface Named {
  user_ids: ReadonlySet<number>;
  everyone: boolean;
}

/** Whom a message named before a change and names after it. */
export interface NamedAnew {
  before: Named;
  after: Named;
}

/** A message as its author sends it. */
export interface SentMessage {
  channel_id: number;
  author_id: number;
  kind: MessageKind;
  content: string;
  nonce: string | null;
  reply_to_seq: number | null;
  /** Files of the author that were not sent yet, in order. */
  file_ids?: readonly number[] | undefined;
}

export interface NewMessage extends SentMessage {
  mentions: Mentions | undefined;
  /** Set where the author may not have been told all that came before, as over protocol 1: to write is not to have read it. */
  leaves_undelivered?: boolean | undefined;
  now_ms: number;
}

export interface Appended {
  message: Message;
  repeated: boolean;
  /** The channel as its author sees it, when these direct messages have begun with this one. */
  began?: ChannelView | undefined;
}

export interface Messages {
  /**
   * Gives the message the next seq and the next rev of its channel and stores it. When (author_id, nonce) was
   * seen before, stores nothing and returns the first message, in its present state, with `repeated: true`, also to
   * who has left the channel since; throws ChatError `nonce_reused` when that one was sent to another channel,
   * with another kind, text, reply_to_seq or other files. The author's own read marker moves to the new seq, with `leaves_undelivered` only when no message of others
   * before it is undelivered. Throws ChatError
   * `forbidden` to who is no member and in an archived channel, `not_found` when there is no such channel, or when
   * reply_to_seq is no message of it, or a file is not there to be sent. Messages are stored in the order in which they are asked for.
   */
  append(message: NewMessage): Promise<Appended>;
  /** A message by id, as user_id sees its reactions; whether they may see it is not looked at. */
  find(user_id: number, id: number): Promise<Message | undefined>;
  /** Those that exist, in order of seq. */
  get(user_id: number, channel_id: number, seqs: readonly number[]): Promise<Message[]>;
  /**
   * A page, oldest first. before_seq and after_seq are not themselves included, around_seq is, with half of the
   * page before it; none given: the newest. The flags tell whether more lie beyond either end.
   */
  history(page: {
    user_id: number;
    channel_id: number;
    before_seq?: number | undefined;
    after_seq?: number | undefined;
    around_seq?: number | undefined;
    limit: number;
  }): Promise<{ messages: Message[]; has_more_before: boolean; has_more_after: boolean }>;
  /** The last pinned first. */
  pins(user_id: number, channel_id: number): Promise<Message[]>;
  /**
   * Earlier texts, oldest first: the last ones, until they take bytes_max, and before them the first. There are never more than
   * edits_per_message_max.
   */
  edits(id: number, bytes_max?: number): Promise<{ content: string; written_at_ms: number }[]>;
  /** The first one first. */
  reactors(id: number, emoji: string): Promise<UserRecord[]>;
  /**
   * From one read transaction: the channels of the user as `listFor` lists them, and for each position what has changed since. A
   * position of a channel the user cannot see is left out of `changes`. A rev higher than the channel's (the
   * database was put back from a backup) gets the newest page, as who is far behind. Once what was read surely takes
   * more than `bytes_max` as JSON, or catch_up_passed_max messages were passed over to find it, no further position is looked
   * at: their channels are in `left_out`, in order. In a channel where more than catch_up_passed_max have changed, and as
   * many are held, it is not found out which are both: a gap.
   */
  catchUp(
    user_id: number,
    positions: readonly { channel_id: number; rev: number; from_seq: number }[],
    room?: { bytes_max?: number; bytesBeside?: BytesBeside },
  ): Promise<{ channels: ChannelView[]; changes: ChannelChanges[]; left_out: number[] }>;
}

export interface ChannelChanges {
  channel_id: number;
  last_rev: number;
  /** In order of seq. With is_gap the newest page only. */
  messages: Message[];
  is_gap: boolean;
}

export interface Place {
  channel_id: number;
  seq: number;
}

/** At most `undelivered_page` messages, or fewer, even none, where many had to be passed over to find them. */
export interface UndeliveredPage {
  messages: Message[];
  /** After which the next page begins. Undefined: this is the last. */
  next: Place | undefined;
}

/** The first and the last of deleted messages in a row. */
export interface DeletedRun {
  from_seq: number;
  to_seq: number;
}

/** Where a changed message stands, and whether this call changed it. */
export interface Changed {
  channel_id: number;
  id: number;
  seq: number;
  /** The message's: the new one when it was changed. */
  rev: number;
  changed: boolean;
}

/**
 * Changes of messages. Each takes the next rev of the channel, unless nothing changes. All throw ChatError
 * `not_found` for a message that is missing or deleted (but deleting twice is no error), and `forbidden` in an
 * archived channel.
 */
export interface Changes {
  /** What is more than edits_per_message_max earlier texts is gone for good, but for the first one. */
  edit(edit: {
    id: number;
    content: string;
    mentions: Mentions | undefined;
    now_ms: number;
  }): Promise<Changed & { edited_at_ms: number; named: NamedAnew }>;
  /** Empties content and history, removes reactions, mentions, pin and files; the tombstone stays. */
  remove(
    id: number,
    now_ms: number,
  ): Promise<Changed & { deleted_at_ms: number; named: NamedAnew; deleted_run: DeletedRun }>;
  /** Throws ChatError `invalid` when too many different emoji are there. */
  react(reaction: {
    id: number;
    user_id: number;
    emoji: string;
    on: boolean;
  }): Promise<Changed & { reactions: Reaction[] }>;
  /** Throws ChatError `invalid` when too many are pinned. */
  pin(id: number, on: boolean, now_ms: number): Promise<Changed & { pinned_at_ms: number | null }>;
}

import type { Channel } from "../../protocol/channel.ts";
import type { Message, MessageKind } from "../../protocol/message.ts";

/**
 * What the domain asks of a database, as a few small interfaces. Times are milliseconds since 1970 UTC.
 * Names of users and channels compare without regard to case. Every promise of a write resolves after
 * the write is durable.
 */
export interface Store {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly channels: Channels;
  readonly members: Members;
  readonly messages: Messages;
  /** A UUID made with the database, the same for ever. */
  readonly server_id: string;
  /** Waits for writes under way, then closes. */
  close(): Promise<void>;
}

export interface UserRecord {
  user_id: number;
  /** In the spelling it was registered with. */
  username: string;
}

export interface Users {
  /** Makes the user and a membership of the channel `general`. Throws ChatError `exists` when the name is taken. */
  create(user: { username: string; password_hash: string; now_ms: number }): Promise<UserRecord>;
  byName(username: string): Promise<(UserRecord & { password_hash: string }) | undefined>;
  byId(user_id: number): Promise<UserRecord | undefined>;
}

export interface SessionRecord extends UserRecord {
  session_id: number;
  expires_at_ms: number;
}

export interface Sessions {
  /** `token_hash` is the SHA-256 of the token, 64 hexadecimal characters. */
  create(session: {
    token_hash: string;
    user_id: number;
    device: string;
    now_ms: number;
    expires_at_ms: number;
  }): Promise<{ session_id: number }>;
  /** The session of a token that has not expired at now_ms; also notes now_ms as its last use. */
  use(token_hash: string, now_ms: number): Promise<SessionRecord | undefined>;
  /** Ending one that is not there is no error. */
  end(session_id: number): Promise<void>;
  /** Removes those expired at now_ms and tells how many. */
  purge(now_ms: number): Promise<number>;
}

/** A channel as one user sees it, without presence: `members` of a dm are users. */
export type ChannelView = Omit<Channel, "members"> & { members: UserRecord[] };

export interface Channels {
  /** All public channels in order of name, then the user's dms, the newest message first. From one read transaction. */
  listFor(user_id: number): Promise<ChannelView[]>;
  /** Undefined when there is none or the user may not see it (a dm of others). */
  viewFor(user_id: number, channel_id: number): Promise<ChannelView | undefined>;
  /** A public channel by name. */
  idByName(name: string): Promise<number | undefined>;
  /** Makes a public channel without members. Throws ChatError `exists` when the name is in use. */
  create(channel: {
    name: string;
    description: string;
    created_by: number;
    now_ms: number;
  }): Promise<{ channel_id: number }>;
  /** The dm of these two users (or of one with themself), made when there is none. */
  openDm(dm: {
    user_ids: [number, number];
    now_ms: number;
  }): Promise<{ channel_id: number; created: boolean }>;
}

export interface Members {
  /** True when it was not a member before. The read marker of a new member stands at the newest message. */
  add(channel_id: number, user_id: number, now_ms: number): Promise<boolean>;
  /** True when it was a member before. */
  remove(channel_id: number, user_id: number): Promise<boolean>;
  has(channel_id: number, user_id: number): Promise<boolean>;
  /** In order of name. */
  list(channel_id: number): Promise<UserRecord[]>;
  /** Ids of all channels and dms the user is a member of. */
  channelIdsOf(user_id: number): Promise<number[]>;
  /** Moves the read marker forward, never past the newest message; returns where it now is. */
  markRead(channel_id: number, user_id: number, read_seq: number): Promise<number>;
  /**
   * For protocol 1, which has no read markers: messages in the user's dms, written by others, after
   * both the read marker and the delivered marker; per dm oldest first.
   */
  undelivered(user_id: number): Promise<Message[]>;
  /** Moves the delivered marker of a dm forward. */
  markDelivered(channel_id: number, user_id: number, seq: number): Promise<void>;
}

export interface Messages {
  /**
   * Gives the message the next seq of its channel and stores it. When (author_id, nonce) was seen before,
   * stores nothing and returns the first message with `repeated: true`; throws ChatError `nonce_reused`
   * when that one differs in channel, kind or content. The author's own read marker moves to the new seq.
   */
  append(message: {
    channel_id: number;
    author_id: number;
    kind: MessageKind;
    content: string;
    nonce: string | null;
    now_ms: number;
  }): Promise<{ message: Message; repeated: boolean }>;
  /**
   * A page, oldest first. before_seq and after_seq are not themselves included; neither given: the newest.
   * has_more: whether more lie beyond in the direction asked (older, or newer with after_seq).
   */
  history(page: {
    channel_id: number;
    before_seq?: number | undefined;
    after_seq?: number | undefined;
    limit: number;
  }): Promise<{ messages: Message[]; has_more: boolean }>;
}

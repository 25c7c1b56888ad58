import type { Channel, ChannelPreferences } from "../../protocol/channel.ts";
import type { ChatError } from "../../protocol/errors.ts";
import type { ChosenStatus } from "../../protocol/presence.ts";
import type { Avatars, FileRecords } from "./file-store.ts";
import type { Changes, Messages, Place, UndeliveredPage } from "./message-store.ts";

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
  readonly changes: Changes;
  readonly files: FileRecords;
  readonly avatars: Avatars;
  /** A UUID made with the database, the same for ever. */
  readonly server_id: string;
  /**
   * What an error that was thrown here means to a person, when the reason lies outside the program and may pass: a
   * full disk, a locked or vanished file. ChatError `unavailable`; undefined for a fault of the program.
   */
  explain(error: unknown): ChatError | undefined;
  /**
   * Sees to it that of messages deleted before the call nothing is left in any file; closing does that too. And that the
   * room of texts that were deleted or edited away goes to what comes, some thousands at a time. Upkeep: costs nothing while
   * nothing was.
   */
  forget(): Promise<void>;
  /** Resolves when what was read in the files past these methods survives a power cut, too. Rejects when the disk does not take it. */
  settled(): Promise<void>;
  /** Waits for writes under way, then closes. False when the disk does not answer: then something is left open. */
  close(): Promise<boolean>;
  /** Closes after a start that failed: a database that was made for it goes, unless somebody has registered meanwhile. */
  abandon(): Promise<void>;
}

export interface UserRecord {
  user_id: number;
  /** In the spelling it was registered with. */
  username: string;
  /** Left out when there is none. */
  display_name?: string | undefined;
  avatar_id?: number | undefined;
}

export interface Users {
  /** Makes the user and a membership of the channel `general`. Throws ChatError `exists` when the name is taken. */
  create(user: { username: string; password_hash: string; now_ms: number }): Promise<UserRecord>;
  byName(username: string): Promise<(UserRecord & { password_hash: string }) | undefined>;
  byId(user_id: number): Promise<UserRecord | undefined>;
  /** Those that exist. */
  byIds(user_ids: readonly number[]): Promise<UserRecord[]>;
  /** Null takes it away. */
  setDisplayName(user_id: number, display_name: string | null): Promise<void>;
  /** How the user has chosen to show. */
  presenceOf(user_id: number): Promise<ChosenPresence>;
  /** Changes what is given and returns the whole. */
  choosePresence(user_id: number, chosen: Partial<ChosenPresence>): Promise<ChosenPresence>;
  /**
   * Sets the hash and ends all of the user's sessions but one, in one transaction. Returns the ids of the ended; undefined,
   * and nothing is changed, when the present hash is another one.
   */
  changePassword(change: {
    user_id: number;
    present_hash: string;
    password_hash: string;
    keep_session_id: number;
  }): Promise<number[] | undefined>;
}

export interface ChosenPresence {
  chosen_status: ChosenStatus;
  status_text: string;
}

export interface SessionRecord extends UserRecord {
  session_id: number;
  expires_at_ms: number;
}

export interface DeviceRecord {
  session_id: number;
  device: string;
  created_at_ms: number;
  last_used_at_ms: number;
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
  /**
   * The session of a token that has not expired at now_ms. Notes now_ms as its last use and moves its end to
   * now_ms + session_ms when that is later: who comes back now and then stays logged in.
   */
  use(token_hash: string, now_ms: number, session_ms: number): Promise<SessionRecord | undefined>;
  /** The same for sessions that are connected just now, by id. */
  touch(session_ids: readonly number[], now_ms: number, session_ms: number): Promise<void>;
  /** Those of a user that have not expired, the last used first. */
  listFor(user_id: number, now_ms: number): Promise<DeviceRecord[]>;
  /** Whether this user has this session and it has not expired. Takes as long whatever other sessions there are. */
  isAlive(user_id: number, session_id: number, now_ms: number): Promise<boolean>;
  /** Ends a session of this user. False when there is none. */
  end(user_id: number, session_id: number): Promise<boolean>;
  /** Ends all of the user's sessions but this one and returns their ids. */
  endOthers(user_id: number, keep_session_id: number): Promise<number[]>;
  /** Ends all of the user's sessions but the `kept` used last and returns their ids. */
  endOldest(user_id: number, kept: number): Promise<number[]>;
  /** Removes those expired at now_ms and tells how many. */
  purge(now_ms: number): Promise<number>;
}

/** A channel as one user sees it, without presence: `members` of a dm are users. */
export type ChannelView = Omit<Channel, "members"> & { members: UserRecord[] };

/** How much is told of a user in `members` beside their record, as JSON. */
export type BytesBeside = (user_id: number) => number;

export interface Channels {
  /**
   * All public channels and the user's private ones in order of name, then the dms, the newest message first; of dms
   * in which nobody has written only those they opened. What would take more than `list_bytes_max` as JSON, with
   * `bytesBeside` for each of `members`, is left out: first public channels they are not in, then those they have neither made nor marked, then dms; of each the
   * last. What is left out of a list is taken to be gone: others, who may add somebody to any number of channels, take
   * nothing of their own from it. From one read transaction, that costs little for what is left out.
   */
  listFor(user_id: number, bytesBeside?: BytesBeside): Promise<ChannelView[]>;
  /** Ids of all that a list with room for all would have, in its order. */
  idsFor(user_id: number): Promise<number[]>;
  /** Of these channels those that the user sees, in the same order. Costs as much for each as a list: a few hundred at a time. */
  viewsFor(user_id: number, channel_ids: readonly number[]): Promise<ChannelView[]>;
  /** Undefined when there is none or the user may not see it (private, or a dm of others). */
  viewFor(user_id: number, channel_id: number): Promise<ChannelView | undefined>;
  /**
   * The channels that this user sees under a name, the one first that they have seen so for longest: since it has the
   * name, and a private one since they are a member of it.
   */
  idsByName(user_id: number, name: string): Promise<number[]>;
  /**
   * Makes a channel, with its maker as a member (`joins`) or without members. Throws ChatError `exists` when a channel that created_by can see has the
   * name; one they cannot see stays unknown to them. Throws `forbidden` when they have made made_max already: those
   * they have left count too, but for private ones that are archived.
   */
  create(channel: {
    kind: "public" | "private";
    name: string;
    description: string;
    created_by: number;
    now_ms: number;
    made_max?: number;
    joins?: boolean;
  }): Promise<{
    channel_id: number;
    /** As its maker sees it before joining. */
    channel: ChannelView | undefined;
    joined: NewMember | undefined;
  }>;
  /**
   * Changes what is given. Throws ChatError `exists` as create does. Returns the name it had when it has another one now, and
   * the channel as the user sees it.
   */
  update(change: {
    channel_id: number;
    user_id: number;
    name?: string | undefined;
    description?: string | undefined;
    archived_at_ms?: number | null | undefined;
    now_ms: number;
  }): Promise<{ former_name: string | undefined; channel: ChannelView | undefined }>;
  /** The dm of exactly these users, if there is one. */
  dmOf(user_ids: readonly number[]): Promise<number | undefined>;
  /**
   * The dm of exactly these users (of one with themself, or of two and more), made when there is none. One in which
   * nobody has written counts as made now.
   */
  openDm(dm: {
    user_ids: readonly number[];
    created_by: number;
    now_ms: number;
  }): Promise<{ channel_id: number; created: boolean }>;
  /**
   * Removes dms made at or before made_ms in which nobody has written, with their memberships. Returns those; not
   * more than some hundreds at once.
   */
  endUnbegunDms(made_ms: number): Promise<{ channel_id: number; members: UserRecord[] }[]>;
}

export interface Members {
  /** Undefined when it was a member before. The read marker of a new member stands at the newest message. */
  add(channel_id: number, user_id: number, now_ms: number): Promise<NewMember | undefined>;
  /** True when it was a member before. */
  remove(channel_id: number, user_id: number): Promise<boolean>;
  has(channel_id: number, user_id: number): Promise<boolean>;
  /** In order of name, the first so many where a limit is given. */
  list(channel_id: number, limit?: number): Promise<UserRecord[]>;
  /** Ids of all channels and dms the user is a member of. */
  channelIdsOf(user_id: number): Promise<number[]>;
  /** Moves the read marker forward, never past the newest message; tells where it now is. */
  markRead(channel_id: number, user_id: number, read_seq: number): Promise<ReadMarker>;
  /** Sets the read marker back to right before this seq; one that is before it already stays. */
  markUnread(channel_id: number, user_id: number, seq: number): Promise<ReadMarker>;
  /**
   * Changes what is given of how a member wants a channel and returns the whole. Who makes it a favorite, or no
   * more, takes its place away.
   */
  setPreferences(
    channel_id: number,
    user_id: number,
    change: PreferencesChange,
  ): Promise<ChannelPreferences & { changed: boolean }>;
  /** Gives the channels the places 1, 2, 3 ... for this member; those they are not in are passed over. True when any was changed. */
  arrange(user_id: number, channel_ids: readonly number[]): Promise<boolean>;
  /**
   * For protocol 1, which has no read markers: messages in the user's dms, written by others and not deleted,
   * after both the read marker and the delivered marker; per dm oldest first. A page of them, after the given place.
   */
  undelivered(user_id: number, after?: Place): Promise<UndeliveredPage>;
  /** Moves the delivered marker of a dm forward. */
  markDelivered(channel_id: number, user_id: number, seq: number): Promise<void>;
}

/** Both as they were when the membership was stored. */
export interface NewMember {
  user: UserRecord;
  /** As the new member sees it. */
  channel: ChannelView;
}

export type PreferencesChange = {
  [Name in "level" | "muted" | "favorite"]?: ChannelPreferences[Name] | undefined;
};

export interface ReadMarker {
  read_seq: number;
  /** Unread messages that name the user. */
  mention_count: number;
  /** Whether this call moved it. */
  moved: boolean;
}

import type { FileInfo } from "../../protocol/file.ts";

/** A file that is whole, as the database knows it: its bytes lie in FileContents under its hash. */
export interface FileRecord extends FileInfo {
  owner_id: number;
  sha256: string;
  /** Null without a thumbnail. */
  thumbnail_sha256: string | null;
  /** Where the message is that it was sent with; null while it was not sent. */
  channel_id: number | null;
}

export type NewFile = Omit<FileRecord, "id" | "has_thumbnail" | "channel_id">;

/**
 * What is known of files. Sending and deleting messages attach and remove them: see Messages and Changes. Hashes
 * whose last file went are remembered until `forget`, so that a crash leaves no bytes behind for ever.
 */
export interface FileRecords {
  add(file: NewFile & { now_ms: number }): Promise<FileInfo>;
  find(id: number): Promise<FileRecord | undefined>;
  /** Of files not sent, of this user. */
  unsentCount(owner_id: number): Promise<number>;
  /** Removes a file of this user that was not sent. */
  discard(owner_id: number, id: number): Promise<void>;
  /** Removes all that were added before this time and not sent. */
  expire(before_ms: number): Promise<void>;
  /** Hashes that some file had and that are to be looked at. */
  dropped(): Promise<string[]>;
  /** Whether there is any file or avatar, and so something that lies in FileContents. */
  areKnown(): Promise<boolean>;
  /** Whether a file, a thumbnail or an avatar has this hash. */
  isUsed(sha256: string): Promise<boolean>;
  /** The hash has been dealt with. */
  forget(sha256: string): Promise<void>;
}

/** A picture of a person, whose bytes lie in FileContents too. */
export interface AvatarRecord {
  sha256: string;
  media_type: string;
  size_bytes: number;
}

/** One for each user at most. The hash of one that goes is among FileRecords.dropped. */
export interface Avatars {
  /** In place of the one before, and with another id. */
  set(avatar: AvatarRecord & { user_id: number }): Promise<void>;
  remove(user_id: number): Promise<void>;
  find(avatar_id: number): Promise<AvatarRecord | undefined>;
}

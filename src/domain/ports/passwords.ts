/** For whom a password is hashed: a session, for one. */
export interface Asker {
  readonly address: string;
  /** Nobody waits for it any more. */
  readonly is_closed?: boolean;
}

/**
 * Hashing that is slow on purpose: runs off the event loop, a bounded number at once and a bounded number
 * waiting, address by address in turn. What is no longer wanted when its turn comes is not done: it throws
 * ChatError `busy`.
 */
export interface Passwords {
  /** Throws ChatError `busy` when too many are waiting, also while it waits: when others come who have fewer. */
  hash(password: string, asker: Asker): Promise<string>;
  /** Without a hash it costs the same time and is false, so that unknown names cannot be told from known ones. */
  verify(password: string, password_hash: string | undefined, asker: Asker): Promise<boolean>;
}

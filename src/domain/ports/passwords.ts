/**
 * Hashing that is slow on purpose: runs off the event loop, a bounded number at once and a bounded number
 * waiting. What is no longer wanted when its turn comes is not done: it throws ChatError `busy`.
 */
export interface Passwords {
  /** Throws ChatError `busy` when too many are waiting. */
  hash(password: string, isWanted?: () => boolean): Promise<string>;
  /** Without a hash it costs the same time and is false, so that unknown names cannot be told from known ones. */
  verify(password: string, password_hash: string | undefined, isWanted?: () => boolean): Promise<boolean>;
}

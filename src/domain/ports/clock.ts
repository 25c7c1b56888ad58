/** The time, and being called later. A test moves it by hand. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Milliseconds since some moment, which nobody sets: for how long something took, or may take. */
  steady(): number;
  /** Calls back once after delay_ms, unless the returned function was called before. */
  after(delay_ms: number, callback: () => void): () => void;
}

/** The byte pipe below a connection: TCP, TLS, later a WebSocket. */
export interface Wire {
  /** Takes as many of the bytes as fit just now and returns how many; 0 or less when none or when closed. `drain` follows. */
  write(bytes: Uint8Array): number;
  /** Stops and resumes reading from the peer. */
  pause(): void;
  resume(): void;
  /** Ends it once what was written has gone out. */
  end(): void;
  /** Ends it at once. */
  terminate(): void;
  /** False until a TLS handshake is done: nothing can be said before. */
  readonly is_ready: boolean;
  /** For the log: the peer's address. */
  readonly remote: string;
}

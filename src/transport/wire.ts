/** The byte pipe below a connection: a socket, with TLS (as Bun has it) or without, or a WebSocket. */
export interface Wire {
  /** The system's number of the socket, where what is written may go to it directly; below 0 when it has closed. */
  readonly direct_fd?: number;
  /** Takes as many of the bytes as fit just now and returns how many; 0 or less when none or when closed. `drain` follows. */
  write(bytes: Uint8Array): number;
  /** Stops and resumes reading from the peer. */
  pause(): void;
  resume(): void;
  /** Ends it once what was written has gone out. */
  end(): void;
  /** Ends it at once. */
  terminate(): void;
}

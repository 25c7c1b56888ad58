import type { Broadcast, Form } from "../domain/broadcast.ts";
import type { CloseReason } from "../protocol/errors.ts";

/**
 * said: may be under way together with others like it, and waits for no turn of the loop. lengthy: may take long to answer, as it
 * looks through much, and waits behind what is asked otherwise.
 */
export type Sort = "said" | "asked" | "lengthy";

/** One protocol, as one connection speaks it. */
export interface Peer {
  /** Answers a payload (or `malformed`). Never rejects. */
  receive(payload: unknown): Promise<void>;
  /** What its turn depends on. */
  sortOf(payload: unknown): Sort;
  /** Hands an event on, in this protocol's words, or leaves it out. */
  deliver(broadcast: Broadcast): void;
  /** Asks a peer that has been silent for a while whether it is there. Not every protocol can. */
  ping?(): void;
  /** What waited has gone out: there is room again. Called often; does something only when something was left out. */
  caughtUp(): void;
  /** The peer has said something, or ended the connection in good order, and nothing waited here: as far as one can know it has taken all that was written. */
  tookAll(): void;
  /** After how much silence the connection is given up. */
  readonly silence_ms: number;
  /** The last frame before the connection is closed by this side. */
  farewell(reason: CloseReason): Uint8Array;
}

/** What a peer may do with the connection below it. */
export interface Line {
  send(frame: Uint8Array): void;
  /** What of a broadcast goes out without asking the peer from now on; all else is delivered to it. */
  takes(form: Form | undefined): void;
  /** Whether the peer takes what it is sent: less than a comfortable amount waits. */
  readonly has_room: boolean;
  /** Whether the socket took all that it was given so far, and no more waits to be given than is comfortable. */
  readonly is_keeping_up: boolean;
  /** Bytes that wait to be taken. */
  readonly pending_bytes: number;
  /** Resolves when there is room again, in the order of those who ask; also when the connection closes. */
  room(): Promise<void>;
  close(reason: CloseReason): void;
  /** A login was tried: the time to log in starts anew. */
  restartLoginTimeout(): void;
  /** The user has logged out: there is all the time again. */
  startLoginTimeout(): void;
}

/** What a connection has sent in the turn it was last heard in. */
export interface Sent {
  turn: number;
  messages: number;
  bytes: number;
}

/** So many messages of all WebSockets together take the loop some 10 ms, whatever is in them. */
const crowded_messages = 5_000;
/** Whoever sent more than this in such a turn, and of so few bytes each, is what takes the time. */
const own_messages_max = 200;
const short_bytes = 256;

/**
 * Finds who holds everybody up with many short messages of a WebSocket. Each costs the loop time before anybody reads what is in it, and
 * a socket that is paused still hands over all that has come: there may be 75,000 of them in what is read at once.
 */
export class WebFlood {
  #turn = 0;
  #messages = 0;
  #is_counting = false;

  /** `onTurn` calls back when the next turn of the loop begins. */
  constructor(private readonly onTurn: (callback: () => void) => void = setImmediate) {}

  /** A message of so many bytes has come. Whether its sender should be heard no more. */
  isMadeBy(sent: Sent, bytes: number): boolean {
    if (!this.#is_counting) this.#begin();
    if (sent.turn !== this.#turn) Object.assign(sent, { turn: this.#turn, messages: 0, bytes: 0 });
    this.#messages++;
    sent.messages++;
    sent.bytes += bytes;
    return (
      this.#messages > crowded_messages &&
      sent.messages > own_messages_max &&
      sent.bytes < sent.messages * short_bytes
    );
  }

  #begin(): void {
    this.#is_counting = true;
    this.#turn++;
    this.#messages = 0;
    this.onTurn(() => {
      this.#is_counting = false;
    });
  }
}

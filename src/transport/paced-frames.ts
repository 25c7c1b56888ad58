import {
  bytesOf,
  FrameDecoder,
  FrameTooLarge,
  incomplete,
  malformed,
  parsePayload,
  type Payload,
} from "../protocol/frame.ts";
import { limits } from "../protocol/limits.ts";
import { overgrown, valuesIn } from "./overgrown.ts";
import type { Asker, Pace } from "./pace.ts";

/** What a value takes once it is parsed, at the most: an object without fields, which counts as two, came in three bytes. */
const value_bytes = 36;

/** The frames of one connection, each parsed when the pace says so: long ones, and many that come together, would hold up the loop. */
export class PacedFrames extends FrameDecoder {
  /** How much the payload takes that was read last, as it came and parsed. */
  last_bytes = 0;
  #values_max = Infinity;
  /** What of a frame that is not whole has been told to the pace. */
  #gathered_bytes = 0;
  /** A payload that waits for its turn; nothing is read past it. */
  #waiting: Payload | undefined;
  /** The one that it waits for. */
  #turn: { is_given: boolean } | undefined;

  /** `pump` is called when next() is worth another try. */
  constructor(
    readonly pace: Pick<Pace, "reading" | "gathers">,
    readonly reader: Asker & { pump(): void },
  ) {
    super();
  }

  /** Who has not logged in has nothing long to say. */
  set is_guest(is_guest: boolean) {
    this.bytes_max = is_guest ? limits.frame_bytes_max_before_login : limits.frame_bytes_max;
    this.#values_max = is_guest ? limits.values_max_before_login : Infinity;
  }

  override get has_chunks(): boolean {
    return this.#waiting !== undefined || super.has_chunks;
  }

  /** `incomplete` also while a frame waits for its turn. Throws also what has too many values for a guest. */
  override next(): unknown {
    const payload = this.#waiting ?? this.take();
    if (payload === undefined || !this.#mayParse(payload)) return incomplete;
    this.#waiting = this.#turn = undefined;
    const bytes = bytesOf(payload);
    const values = valuesIn(bytes);
    if (values > this.#values_max) {
      this.#waiting = payload; // what is under way may be a login
      throw new FrameTooLarge(bytes.length);
    }
    this.last_bytes = bytes.length + value_bytes * Math.max(0, values);
    return values === overgrown ? malformed : parsePayload(bytes);
  }

  /** Throws also when so many long frames are not whole, of whomever, that there is no room for this one. */
  override take(): Payload | undefined {
    const payload = super.take();
    if (!this.#noteGathered()) throw new FrameTooLarge(this.begun?.announced_bytes ?? 0);
    return payload;
  }

  #noteGathered(): boolean {
    const bytes = this.begun?.length ?? 0;
    if (bytes === this.#gathered_bytes) return true;
    const before_bytes = this.#gathered_bytes;
    this.#gathered_bytes = bytes;
    return this.pace.gathers(bytes, before_bytes);
  }

  override clear(): void {
    super.clear();
    this.#noteGathered();
    this.#waiting = this.#turn = undefined;
  }

  #mayParse(payload: Payload): boolean {
    if (this.#turn !== undefined) return this.#turn.is_given;
    const given = this.pace.reading(payload.length, this.reader);
    if (given === undefined) return true;
    void this.#await(given, payload);
    return false;
  }

  async #await(given: Promise<void>, payload: Payload): Promise<void> {
    const turn = { is_given: false };
    this.#waiting = payload;
    this.#turn = turn;
    await given;
    turn.is_given = true;
    if (this.#turn === turn) this.reader.pump(); // or the connection has gone
    // Whose answers are not taken is not read from now: its turn is over, or many would come back to it at once.
    if (this.#turn === turn) this.#turn = undefined;
  }
}

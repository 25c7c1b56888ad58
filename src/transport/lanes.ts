import type { Form } from "../domain/broadcast.ts";

/** Which frames a connection takes, as a number. */
export const lane_forms = { frames: 1, translated: 2 } as const satisfies Record<Form, number>;

/**
 * What a delivery to many looks at of each connection, side by side by its lane, a number. Of a thousand connections none is in the
 * processor's cache when a message comes after a rest, and each object that is looked at costs a tenth of the send.
 */
export class Lanes {
  /** The system's number of the socket, while frames may go straight to it; below 0 while the connection has to be asked. */
  fds = new Int32Array(16);
  /** One of `lane_forms`, or 0. */
  forms = new Uint8Array(16);
  /** The last turn of the loop in which something was sent, and how many frames in it. */
  turns = new Int32Array(16);
  counts = new Uint8ClampedArray(16);
  /** Lanes that are given back. */
  readonly #free: number[] = [];
  #count = 0;

  /** A lane that is nobody else's. Nothing goes straight to it before set(). */
  open(): number {
    const lane = this.#free.pop() ?? this.#count++;
    if (lane >= this.fds.length) this.#grow();
    this.turns[lane] = -1;
    this.hold(lane);
    return lane;
  }

  /** Gives a lane back, to be another's. */
  close(lane: number): void {
    this.hold(lane);
    this.#free.push(lane);
  }

  /** What is sent may go straight to this socket, until hold(). */
  set(lane: number, fd: number, form: Form | undefined): void {
    this.fds[lane] = form === undefined ? -1 : fd;
    this.forms[lane] = form === undefined ? 0 : lane_forms[form];
  }

  /** The connection has to be asked from now on. */
  hold(lane: number): void {
    this.fds[lane] = -1;
  }

  /** A frame is sent in this turn. Returns how many that makes. */
  count(lane: number, turn: number): number {
    const before = this.turns[lane] === turn ? (this.counts[lane] ?? 0) : 0;
    this.turns[lane] = turn;
    return (this.counts[lane] = before + 1);
  }

  #grow(): void {
    const { fds, forms, turns, counts } = this;
    this.fds = new Int32Array(fds.length * 2);
    this.forms = new Uint8Array(fds.length * 2);
    this.turns = new Int32Array(fds.length * 2);
    this.counts = new Uint8ClampedArray(fds.length * 2);
    this.fds.set(fds);
    this.forms.set(forms);
    this.turns.set(turns);
    this.counts.set(counts);
  }
}

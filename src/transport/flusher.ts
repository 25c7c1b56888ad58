import { Lanes } from "./lanes.ts";
import { Run } from "./run.ts";
import type { SendEach } from "./send.ts";

/** What can be flushed once a turn. */
export interface Flushable {
  flush(): void;
  /** The system's number of its socket, while it is to be had; below 0 otherwise. */
  readonly direct_fd: number;
  /** Hands over what flush() would write by one write, to be sent past it; nothing when that is not so. Calls nobody. */
  takeFrames(): Uint8Array | undefined;
  /** Only so many of the bytes that were handed over have gone out. Calls nobody. */
  leave(bytes: Uint8Array, sent_bytes: number): void;
}

/** So many at least are worth a call for all of them. */
const together_min = 4;
/** Joined buffers of so many bytes are sent before more are made. */
const portion_bytes_max = 16_777_216;

/** So many frames of one calm turn are written to a connection at once: an event, and the answer to what it comes from. */
const calm_frames_max = 2;
/** So many frames beyond two for each connection a calm turn may have before the rest of it is joined: some milliseconds of writes. */
const calm_excess_max = 500;

/**
 * Joins what is written within one turn of the loop: each connection that asked is flushed once, at the turn's
 * end. What they get begins at the same run, so that the same frames are one buffer for all of them.
 *
 * While turns are calm (about one frame for each connection) nothing can be joined, and a frame is written at once. What a connection
 * by itself is sent in such a turn beyond an event and an answer is joined even so: one commit holds what a hundred answers are for.
 */
export class Flusher {
  readonly lanes = new Lanes();
  /** Counts turns of the loop in which something was sent. */
  turn = 0;
  /** Whether the last turn had so little to send, and this one so far, that joining is not worth the wait. */
  is_calm = true;
  #start: Run | undefined;
  #due: Flushable[] = [];
  #is_scheduled = false;
  #frames = 0;
  #connections = 0;

  /** `sendEach`: the way past the sockets, of a listener whose traffic is in the clear, where there is one. */
  constructor(private readonly sendEach?: SendEach) {}

  /** The run without frames with which this turn began. */
  get start(): Run {
    return (this.#start ??= Run.start());
  }

  /** A frame is sent to a connection. Returns whether it may be written at once: nobody is sent much in this turn, nor is this one. */
  noteOne(lane: number): boolean {
    const frames = this.lanes.count(lane, this.turn);
    this.note(1, frames === 1 ? 1 : 0);
    return this.is_calm && frames <= calm_frames_max;
  }

  /** Frames are sent, to so many connections for the first time in this turn. */
  note(frames: number, connections: number): void {
    this.#frames += frames;
    this.#connections += connections;
    if (this.#frames - 2 * this.#connections > calm_excess_max) this.is_calm = false;
    if (this.#is_scheduled) return;
    this.#is_scheduled = true;
    setImmediate(() => this.#end());
  }

  /** Asks for flush() at the end of this turn, in which a frame was noted. Each asks once. */
  add(flushable: Flushable): void {
    this.#due.push(flushable);
  }

  #end(): void {
    const due = this.#due;
    this.is_calm = this.#frames < 2 * this.#connections;
    this.turn = (this.turn + 1) | 0; // as the lanes keep it, however long the server runs
    this.#due = [];
    this.#start = undefined;
    this.#frames = this.#connections = 0;
    this.#is_scheduled = false;
    if (this.sendEach !== undefined && due.length >= together_min) sendTogether(due, this.sendEach);
    for (const each of due) each.flush();
  }
}

/**
 * By one call of the system for many what each of them would write by one of its own. Before any is flushed: that calls others.
 * What was joined for them lives until then, so it is done in portions.
 */
function sendTogether(due: readonly Flushable[], sendEach: SendEach): void {
  let portion = new Portion();
  for (const each of due) {
    portion.add(each);
    if (portion.bytes < portion_bytes_max) continue;
    portion.send(sendEach);
    portion = new Portion();
  }
  portion.send(sendEach);
}

/** Some whose frames are in hand. */
class Portion {
  bytes = 0;
  readonly #which: Flushable[] = [];
  readonly #fds: number[] = [];
  readonly #frames: Uint8Array[] = [];

  add(each: Flushable): void {
    const frames = each.direct_fd < 0 ? undefined : framesOf(each);
    if (frames === undefined) return;
    this.#which.push(each);
    this.#fds.push(each.direct_fd);
    this.#frames.push(frames);
    this.bytes += frames.length;
  }

  send(sendEach: SendEach): void {
    const sent = new Int32Array(this.#frames.length);
    sendEach(Int32Array.from(this.#fds), this.#frames, sent);
    for (const [at, frames] of this.#frames.entries()) {
      const taken = Math.max(0, sent[at] ?? 0);
      if (taken < frames.length) this.#which[at]?.leave(frames, taken);
    }
  }
}

function framesOf(each: Flushable): Uint8Array | undefined {
  try {
    return each.takeFrames();
  } catch {
    return undefined; // its flush() meets the same fault, which is its alone
  }
}

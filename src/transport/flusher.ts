import { Lanes } from "./lanes.ts";
import { Run } from "./run.ts";

/** What can be flushed once a turn. */
interface Flushable {
  flush(): void;
}

/** So many frames beyond two for each connection a calm turn may have before the rest of it is joined: some milliseconds of writes. */
const calm_excess_max = 500;

/**
 * Joins what is written within one turn of the loop: each connection that asked is flushed once, at the turn's
 * end. What they get begins at the same run, so that the same frames are one buffer for all of them.
 *
 * While turns are calm (about one frame for each connection) nothing can be joined, and a frame is written at once.
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

  /** The run without frames with which this turn began. */
  get start(): Run {
    return (this.#start ??= Run.start());
  }

  /** A frame is sent to a connection. */
  noteOne(lane: number): void {
    const { turns } = this.lanes;
    const is_first = turns[lane] !== this.turn;
    turns[lane] = this.turn;
    this.note(1, is_first ? 1 : 0);
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
    for (const each of due) each.flush();
  }
}

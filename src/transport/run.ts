/** A frame of this size is written by itself: copying it beside others costs more than one write more. */
const large_bytes = 16_384;

/**
 * The frames that go to a connection in one turn of the loop, as a chain: each run is the one before and one
 * frame more (or several in one buffer). Connections that get the same frames in the same order hold the same run,
 * so what is small is joined into one buffer once, however many sockets it is written to.
 */
export class Run {
  /** Bytes of all its frames. */
  readonly byte_length: number;
  /** The run that followed last: nearly always the one that the next connection asks for too. */
  #next: Run | undefined;
  #buffers: readonly Uint8Array[] | undefined;

  private constructor(
    readonly before: Run | undefined,
    readonly frame: Uint8Array,
  ) {
    this.byte_length = before === undefined ? frame.length : before.byte_length + frame.length;
  }

  /** A turn begins with a run without frames. */
  static start(): Run {
    return new Run(undefined, nothing);
  }

  /** This run and one frame more. Frames are told apart by identity: they are shared and never written to. */
  and(frame: Uint8Array): Run {
    const next = this.#next;
    if (next !== undefined && next.frame === frame) return next;
    return (this.#next = new Run(this, frame));
  }

  /** All frames in order, in as few buffers as is worth the copying: shared, so they must not be written to. */
  get buffers(): readonly Uint8Array[] {
    return (this.#buffers ??= this.#gathered());
  }

  #gathered(): readonly Uint8Array[] {
    if (this.frame.length === this.byte_length) return [this.frame];
    const frames = [this.frame];
    for (let run = this.before; run !== undefined; run = run.before)
      if (run.frame.length > 0) frames.push(run.frame);
    return joinedWhereSmall(frames.toReversed());
  }
}

const nothing = new Uint8Array();

function joinedWhereSmall(frames: readonly Uint8Array[]): Uint8Array[] {
  const buffers: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const join = () => {
    if (small.length > 0) buffers.push(small.length === 1 ? (small[0] ?? nothing) : Buffer.concat(small));
    small = [];
  };
  for (const frame of frames) {
    if (frame.length < large_bytes) small.push(frame);
    else {
      join();
      buffers.push(frame);
    }
  }
  join();
  return buffers;
}

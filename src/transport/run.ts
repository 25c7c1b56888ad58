/**
 * The frames that go to a connection in one turn of the loop, as a chain: each run is the one before and one
 * frame more. Connections that get the same frames in the same order hold the same run, so the frames are
 * joined into one buffer once, however many sockets it is written to.
 */
export class Run {
  /** Bytes of all its frames. */
  readonly byte_length: number;
  /** The run that followed last: nearly always the one that the next connection asks for too. */
  #next: Run | undefined;
  /** Whether others went on from here with other frames: many may hold the frames up to here. */
  #is_fork = false;
  #bytes: Uint8Array | undefined;

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
    if (next !== undefined) {
      if (next.frame === frame) return next;
      this.#is_fork = true;
    }
    return (this.#next = new Run(this, frame));
  }

  /** All frames in one buffer: shared, so it must not be written to. */
  get bytes(): Uint8Array {
    return (this.#bytes ??= this.#joined());
  }

  /** What others have joined already, or will, is taken from them whole. */
  #joined(): Uint8Array {
    if (this.frame.length === this.byte_length) return this.frame;
    const joined = new Uint8Array(this.byte_length);
    joined.set(this.frame, this.byte_length - this.frame.length);
    for (let run = this.before; run !== undefined; run = run.before) {
      const shared = run.#shared(this.byte_length);
      if (shared !== undefined) {
        joined.set(shared);
        break;
      }
      joined.set(run.frame, run.byte_length - run.frame.length);
    }
    return joined;
  }

  /** The frames up to here in one buffer, when it is there, or when it is worth making for whoever comes next. */
  #shared(of_bytes: number): Uint8Array | undefined {
    if (this.#bytes !== undefined) return this.#bytes;
    return this.#is_fork && 2 * this.byte_length > of_bytes ? (this.#bytes = this.#copied()) : undefined;
  }

  #copied(): Uint8Array {
    const copied = new Uint8Array(this.byte_length);
    copied.set(this.frame, this.byte_length - this.frame.length);
    for (let run = this.before; run !== undefined; run = run.before)
      copied.set(run.frame, run.byte_length - run.frame.length);
    return copied;
  }
}

const nothing = new Uint8Array();

import type { Form } from "../domain/broadcast.ts";
import { limits } from "../protocol/limits.ts";
import type { Lanes } from "./lanes.ts";
import type { Run } from "./run.ts";
import type { Wire } from "./wire.ts";

/** What is left over is joined up to this size for one write: enough for a socket's room, little to copy again. */
const write_bytes_max = 262_144;

/**
 * The way out of one connection, counted in bytes. Frames of one turn of the loop go out in one write; what
 * the socket does not take waits for its drain.
 */
export class Outbox {
  /** Where what is for many finds the way to the socket, while nothing waits here. Below 0: given back. */
  #lane: number;
  #form: Form | undefined;
  /** The frames of this turn. */
  #run: Run | undefined;
  /** What the socket did not take, of earlier turns; of the first buffer a part may have gone. */
  #left: Uint8Array[] | undefined;
  #left_bytes = 0;
  #sent_bytes = 0;
  /** Who waits for room. */
  #for_room: PromiseWithResolvers<void> | undefined;

  constructor(
    readonly wire: Wire,
    private readonly lanes: Lanes,
  ) {
    this.#lane = lanes.open();
  }

  get lane(): number {
    return this.#lane;
  }

  /** What the connection may be sent without asking its protocol. */
  get form(): Form | undefined {
    return this.#form;
  }

  set form(form: Form | undefined) {
    this.#form = form;
    this.#setLane();
  }

  /** The connection has gone: nothing for many comes any more, and nobody waits for room. */
  end(): void {
    this.lanes.hold(this.#lane);
    this.letGoOn();
  }

  /** The socket has closed: what waits has nowhere to go. */
  forget(): void {
    this.#run = this.#left = undefined;
    this.#left_bytes = this.#sent_bytes = 0;
    this.end();
  }

  /** Gives the lane back, once nobody has it in a list. */
  leaveLane(): void {
    this.lanes.close(this.#lane);
    this.#lane = -1;
  }

  #setLane(): void {
    if (this.#lane < 0) return;
    const fd = this.pending_bytes === 0 ? (this.wire.direct_fd ?? -1) : -1;
    this.lanes.set(this.#lane, fd, this.#form);
  }

  /** Bytes that wait to go out. */
  get pending_bytes(): number {
    return this.#run === undefined ? this.#left_bytes : this.#left_bytes + this.#run.byte_length;
  }

  /** Whether the peer takes what it is sent: less than a comfortable amount waits. */
  get has_room(): boolean {
    return this.pending_bytes <= limits.outbox_bytes_comfortable;
  }

  /** Whether there is room, and nobody waits for it who came before. */
  get is_free(): boolean {
    return this.#for_room === undefined && this.has_room;
  }

  /** Resolves at the next letGoOn(), for all who ask before it in the order they ask. */
  roomAgain(): Promise<void> {
    return (this.#for_room ??= Promise.withResolvers()).promise;
  }

  letGoOn(): void {
    const waited = this.#for_room;
    if (waited === undefined) return;
    waited.resolve();
    // Nobody is free to pass those who wait before they have gone on.
    const clear = () => {
      if (this.#for_room === waited) this.#for_room = undefined;
    };
    void waited.promise.then(clear);
  }

  /** Whether there are frames of this turn. */
  get has_frames(): boolean {
    return this.#run !== undefined;
  }

  /** Bytes that the socket did not take. */
  get left_bytes(): number {
    return this.#left_bytes;
  }

  /** Adds a frame, which is shared and never written to. `start` begins the turn when this is its first. */
  add(frame: Uint8Array, start: Run): void {
    this.#run = (this.#run ?? start).and(frame);
    this.lanes.hold(this.#lane);
  }

  /** Writes a frame (or several) at once, when nothing waits, and returns how many of its bytes went out. */
  write(frame: Uint8Array): number {
    const written = this.#write(frame);
    if (written < frame.length) this.leave(frame, written);
    return written;
  }

  /** Hands over the frames of this turn, when nothing else waits and they are one buffer: they are no longer here. */
  takeFrames(): Uint8Array | undefined {
    if (this.#run === undefined || this.#left !== undefined) return undefined;
    const [only, ...others] = this.#run.buffers;
    if (others.length > 0) return undefined;
    this.#run = undefined;
    return only;
  }

  /** Writes what the socket takes and returns how many bytes that was. */
  flush(): number {
    const run = this.#run;
    this.#run = undefined;
    const was_behind = this.#left !== undefined;
    let written = 0;
    for (const buffer of run?.buffers ?? []) {
      if (this.#left === undefined) written += this.write(buffer);
      else this.leave(buffer, 0);
    }
    if (was_behind) written += this.#flushLeft();
    this.#setLane();
    return written;
  }

  /** So many of these bytes have gone out; the rest of them waits. */
  leave(bytes: Uint8Array, sent_bytes: number): void {
    this.lanes.hold(this.#lane);
    if (this.#left === undefined) {
      this.#left = [bytes];
      this.#sent_bytes = sent_bytes;
    } else this.#left.push(bytes);
    this.#left_bytes += bytes.length - sent_bytes;
  }

  #flushLeft(): number {
    let total = 0;
    while (this.#left !== undefined) {
      const bytes = this.#next(this.#left);
      const written = this.#write(bytes);
      total += written;
      this.#forget(this.#left, written);
      if (written < bytes.length) break;
    }
    return total;
  }

  #write(bytes: Uint8Array): number {
    return Math.max(0, this.wire.write(bytes)); // Bun answers -1 once the socket is closed
  }

  /** The next bytes to write: one buffer, or as many as may be joined. */
  #next(left: readonly Uint8Array[]): Uint8Array {
    const [first = new Uint8Array()] = left;
    const rest = this.#sent_bytes > 0 ? first.subarray(this.#sent_bytes) : first;
    let bytes = rest.length;
    let count = 1;
    for (; count < left.length; count++) {
      bytes += left[count]?.length ?? 0;
      if (bytes > write_bytes_max) break;
    }
    return count === 1 ? rest : Buffer.concat([rest, ...left.slice(1, count)]);
  }

  #forget(left: Uint8Array[], written: number): void {
    this.#left_bytes -= written;
    let sent = this.#sent_bytes + written;
    let whole = 0;
    for (const buffer of left) {
      if (sent < buffer.length) break;
      sent -= buffer.length;
      whole++;
    }
    if (whole > 0) left.splice(0, whole);
    this.#sent_bytes = sent;
    if (left.length === 0) this.#left = undefined;
  }
}

import type { Form } from "../domain/broadcast.ts";
import type { CloseReason } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import { Outbox } from "./outbox.ts";
import { Patience } from "./patience.ts";
import type { Checked } from "./rounds.ts";
import type { Wire } from "./wire.ts";

/** How a connection sends: at once, at the end of the turn, or as the peer takes it. */
export abstract class SendingEnd implements Checked {
  readonly outbox: Outbox;
  round: Set<unknown> | undefined;
  protected readonly patience: Patience;
  /** left: the socket has closed, and what had come is still worked off. */
  protected state: "open" | "left" | "closing" = "open";

  constructor(
    readonly parts: ConnectionParts,
    readonly wire: Wire,
  ) {
    this.outbox = new Outbox(wire, parts.flusher.lanes);
    this.patience = new Patience(parts.timeouts, parts.context.clock.steady());
  }

  abstract flush(): void;
  abstract close(reason: CloseReason): void;
  abstract check(now_ms: number): number;

  /** Its patience may end sooner than was said. */
  hurry(): void {
    this.parts.rounds.hurry(this);
  }

  restartLoginTimeout(): void {
    this.patience.loginTried(this.parts.context.clock.steady());
  }

  startLoginTimeout(): void {
    this.patience.loggedOut(this.parts.context.clock.steady());
  }

  takes(form: Form | undefined): void {
    this.outbox.form = form;
  }

  send(frame: Uint8Array): void {
    if (this.state !== "open") return;
    const { flusher } = this.parts;
    const { outbox } = this;
    if (flusher.noteOne(outbox.lane) && outbox.pending_bytes === 0) {
      if (outbox.write(frame) < frame.length) this.#tookSome(0);
      return;
    }
    if (!outbox.has_frames) flusher.add(this);
    outbox.add(frame, flusher.start);
    // What the socket would take now is no sign of a slow reader: it is written before anything is judged.
    if (outbox.pending_bytes > limits.outbox_bytes_max) this.write();
    if (outbox.pending_bytes > limits.outbox_bytes_max) this.close("slow_consumer");
  }

  get direct_fd(): number {
    return this.wire.direct_fd ?? -1;
  }

  takeFrames(): Uint8Array | undefined {
    return this.outbox.takeFrames();
  }

  leave(bytes: Uint8Array, sent_bytes: number): void {
    this.outbox.leave(bytes, sent_bytes);
  }

  /** Only so many of these bytes have gone out, past this: the rest of them is written at the end of the turn. Calls nobody. */
  tookPart(bytes: Uint8Array, sent_bytes: number): void {
    const { flusher } = this.parts;
    this.outbox.leave(bytes, sent_bytes);
    flusher.noteOne(this.outbox.lane);
    flusher.add(this);
  }

  /** The socket has got rid of something: also where that makes no room yet, the peer takes what it is sent. */
  drained(): void {
    const now_ms = this.parts.context.clock.steady();
    if (this.outbox.left_bytes > 0) {
      this.patience.tookSome(1, now_ms);
      this.patience.heard(now_ms);
    }
    this.flush();
  }

  protected write(): void {
    const was_behind = this.outbox.left_bytes > 0;
    const written = this.outbox.flush();
    if (this.outbox.left_bytes > 0) this.#tookSome(written);
    else if (was_behind) this.patience.tookAll();
    // Who takes what waited is there, though its answer to a ping cannot come before it has read all that is on the way.
    if (was_behind && written > 0) this.patience.heard(this.parts.context.clock.steady());
  }

  #tookSome(written: number): void {
    this.patience.tookSome(written, this.parts.context.clock.steady());
    this.hurry();
  }

  get has_room(): boolean {
    return this.outbox.has_room;
  }

  get is_keeping_up(): boolean {
    return this.outbox.left_bytes === 0 && this.has_room;
  }

  get pending_bytes(): number {
    return this.outbox.pending_bytes;
  }

  room(): Promise<void> {
    if (this.state !== "open" || this.outbox.is_free) return Promise.resolve();
    const promise = this.outbox.roomAgain();
    this.flush(); // what the socket would take now is no reason to wait
    return promise;
  }
}

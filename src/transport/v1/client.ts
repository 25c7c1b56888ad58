import type { Broadcast } from "../../domain/broadcast.ts";
import type { Context } from "../../domain/context.ts";
import type { Session } from "../../domain/session.ts";
import type { Line } from "../peer.ts";
import type { Directory } from "./directory.ts";
import { type FramesV1, frameV1 } from "./frames.ts";

/** A connected client of protocol 1: what the server must remember of it, and the way to tell it something. */
export class ClientV1 {
  /** Channels joined over this connection, the last one last: where a message without a channel goes. */
  readonly joined: number[] = [];
  /** The highest seq shown of private messages, by dm, so that none comes both live and as one that was missed. */
  readonly seen = new Map<number, number>();
  /** Private messages that were written to the socket, the highest seq of each dm; not known to have come through. */
  readonly told = new Map<number, number>();
  #held: Broadcast[] | undefined;
  /** The last seq of each history shown, by channel; none where nothing of a history can come live any more. */
  #histories: Map<number, number> | undefined;

  constructor(
    readonly context: Context,
    readonly session: Session,
    readonly line: Line,
    readonly directory: Directory,
  ) {}

  /** Events kept back while a login or a join is answered. */
  get held(): Broadcast[] | undefined {
    return this.#held;
  }

  set held(events: Broadcast[] | undefined) {
    this.#held = events;
    this.#chooseForm();
  }

  tell<T extends keyof FramesV1>(type: T, fields: FramesV1[T]): void {
    this.line.send(frameV1(type, fields));
  }

  /** A history of a channel was shown, up to this seq: what is not after it does not come once more. */
  showed(channel_id: number, last_seq: number): void {
    this.#histories ??= new Map();
    this.#histories.set(channel_id, last_seq);
    this.#chooseForm();
  }

  /** Whether a history has shown this message. The first that it has not is the sign that all later ones are new too. */
  hasShown(channel_id: number, seq: number): boolean {
    const last_seq = this.#histories?.get(channel_id);
    if (last_seq === undefined) return false;
    if (seq <= last_seq) return true;
    this.#histories?.delete(channel_id);
    if (this.#histories?.size === 0) this.#histories = undefined;
    this.#chooseForm();
    return false;
  }

  /** To be called whenever one of the two has changed. What was made for all is this client's too when nothing is held and nothing of a history can come live any more. */
  #chooseForm(): void {
    const as_others = this.#held === undefined && this.#histories === undefined;
    this.line.form = as_others ? "translated" : undefined;
  }

  /** Whose client it is; empty before the login. */
  get username(): string {
    return this.session.login?.username ?? "";
  }

  isSelf(user_id: number): boolean {
    return this.session.login?.user_id === user_id;
  }
}

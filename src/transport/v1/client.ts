import type { Context } from "../../domain/context.ts";
import type { Session } from "../../domain/session.ts";
import type { Line } from "../peer.ts";
import type { CrossingTrail } from "./crossing-trail.ts";
import type { Directory } from "./directory.ts";
import { type FramesV1, frameV1 } from "./frames.ts";
import type { Held } from "./held.ts";
import { Names } from "./names.ts";

/** A connected client of protocol 1: what the server must remember of it, and the way to tell it something. */
export class ClientV1 {
  /** Channels joined over this connection, the last one last: where a message without a channel goes. */
  readonly joined: number[] = [];
  /** The highest seq shown of private messages, by dm, so that none comes both live and as one that was missed. */
  readonly seen = new Map<number, number>();
  /** Private messages that were written to the socket, the highest seq of each dm; not known to have come through. */
  readonly told = new Map<number, number>();
  #held: Held | undefined;
  /** None where every channel is called by its own name and always was. */
  #names: Names | undefined;
  /** The last seq of each history shown, by channel; none where nothing of a history can come live any more. */
  #histories: Map<number, number> | undefined;

  constructor(
    readonly context: Context,
    readonly session: Session,
    readonly line: Line,
    readonly directory: Directory,
    readonly trail: CrossingTrail,
  ) {}

  /** Events kept back: none while they go out as they come. */
  get held(): Held | undefined {
    return this.#held;
  }

  set held(held: Held | undefined) {
    this.#held = held;
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

  /**
   * To be called whenever one of them has changed. What was made for all is this client's too when nothing is held, nothing of
   * a history can come live any more and channels are called as they are for others.
   */
  #chooseForm(): void {
    const as_others =
      this.#held === undefined && this.#histories === undefined && this.#names?.has_shown !== true;
    this.line.takes(as_others ? "translated" : undefined);
  }

  /** What the client knows a channel by that is no dm. */
  nameOf(channel_id: number): string | undefined {
    return this.#names?.shown(channel_id) ?? this.directory.nameOf(channel_id);
  }

  /** Whether the client knows the channel by another name than all others do. */
  hasOwnName(channel_id: number): boolean {
    return this.#names?.shown(channel_id) !== undefined;
  }

  /** The channel that a name leads to over this connection, whatever has it now. */
  boundTo(name: string): number | undefined {
    return this.#names?.bound(name);
  }

  /** A channel came into sight, or was renamed: it does not take the name of one that is seen. */
  meet(channel_id: number, former_name?: string): void {
    const name = this.directory.nameOf(channel_id);
    if (name === undefined) return;
    const known = this.#names?.shown(channel_id) ?? former_name;
    if (known !== undefined && known !== name) this.#makeNames().bind(known, channel_id);
    if (this.#isTaken(name, channel_id)) this.addId(channel_id, name);
    else this.#names?.dropId(channel_id);
    this.#chooseForm();
  }

  /** The name it had leads nowhere else, also when another channel takes it. */
  left(channel_id: number): void {
    const name = this.nameOf(channel_id);
    if (name !== undefined) this.#makeNames().bind(name, channel_id);
    // It may stand there twice: of two messages to a channel that came together each joined it.
    for (let at = this.joined.length - 1; at >= 0; at--)
      if (this.joined[at] === channel_id) this.joined.splice(at, 1);
  }

  /** Another channel is called so. */
  addId(channel_id: number, name: string): void {
    this.#makeNames().addId(channel_id, name);
    this.#chooseForm();
  }

  #isTaken(name: string, by_id: number): boolean {
    const bound_id = this.boundTo(name);
    if (bound_id !== undefined && bound_id !== by_id) return true;
    for (const id of this.directory.idsNamed(name))
      if (id !== by_id && this.#names?.shown(id) === undefined && this.#sees(id)) return true;
    return false;
  }

  #sees(channel_id: number): boolean {
    const { login } = this.session;
    if (this.directory.isPublic(channel_id)) return true;
    return login !== undefined && this.context.hub.hears(login.user_id, channel_id);
  }

  #makeNames(): Names {
    return (this.#names ??= new Names());
  }

  /** Whose client it is; empty before the login. */
  get username(): string {
    return this.session.login?.username ?? "";
  }

  isSelf(user_id: number): boolean {
    return this.session.login?.user_id === user_id;
  }
}

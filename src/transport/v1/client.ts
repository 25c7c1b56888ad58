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
  /** The highest seq shown of each channel by a history, or of private messages, so that nothing comes both so and live. */
  readonly seen = new Map<number, number>();
  /** Private messages that were written to the socket, the highest seq of each dm; not known to have come through. */
  readonly told = new Map<number, number>();
  /** Events kept back while a login is answered. */
  held: Broadcast[] | undefined;

  constructor(
    readonly context: Context,
    readonly session: Session,
    readonly line: Line,
    readonly directory: Directory,
  ) {}

  tell<T extends keyof FramesV1>(type: T, fields: FramesV1[T]): void {
    this.line.send(frameV1(type, fields));
  }

  /** Whose client it is; empty before the login. */
  get username(): string {
    return this.session.login?.username ?? "";
  }

  isSelf(user_id: number): boolean {
    return this.session.login?.user_id === user_id;
  }
}

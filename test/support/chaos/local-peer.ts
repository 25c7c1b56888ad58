import type { Context } from "../../../src/domain/context.ts";
import { dispatch } from "../../../src/domain/dispatch.ts";
import { depart } from "../../../src/domain/presence.ts";
import { type Receiver, Session } from "../../../src/domain/session.ts";
import type { ChatEvent, Reply, RequestInput, RequestName } from "../../../src/protocol/registry.ts";
import { some_password } from "../v1-peer.ts";

/** What a test asks of a person, however they are connected. */
export interface Asker {
  readonly user: { user_id: number; username: string };
  request<N extends RequestName>(type: N, body: RequestInput<N>): Promise<Reply<N>>;
}

/** A person who is connected within the test's own process: no socket, no frames, the same rules. */
export class LocalPeer implements Asker, Receiver {
  user = { user_id: 0, username: "" };
  readonly session = new Session(this);
  /** All that was told to this connection, oldest first. */
  readonly heard: ChatEvent[] = [];

  private constructor(readonly context: Context) {}

  static async register(context: Context, username: string): Promise<LocalPeer> {
    const peer = new LocalPeer(context);
    const { user } = await peer.request("session.register", { username, password: some_password });
    peer.user = user;
    return peer;
  }

  static async login(context: Context, username: string): Promise<LocalPeer> {
    const peer = new LocalPeer(context);
    const { user } = await peer.request("session.login", { username, password: some_password });
    peer.user = user;
    return peer;
  }

  request<N extends RequestName>(type: N, body: RequestInput<N>): Promise<Reply<N>> {
    return dispatch(this.context, this.session, type, body);
  }

  /** The connection ends. */
  hangUp(): void {
    depart(this.context, this.session);
  }

  deliver({ events }: { events: readonly ChatEvent[] }): void {
    this.heard.push(...events);
  }

  close(): void {}
}

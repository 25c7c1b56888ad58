import type { EventBody } from "../protocol/registry.ts";
import { type Audience, Broadcast, type Delivery } from "./broadcast.ts";
import type { Session } from "./session.ts";

interface Presence {
  sessions: Set<Session>;
  channel_ids: Set<number>;
}

/**
 * Who is connected here and what they hear. Follows memberships by the very events that tell of them,
 * so that a join through another server process counts like one made here.
 */
export class Hub {
  readonly #users = new Map<number, Presence>();
  /** Channel id to the ids of its connected members. */
  readonly #channels = new Map<number, Set<number>>();

  isOnline(user_id: number): boolean {
    return this.#users.has(user_id);
  }

  get session_count(): number {
    let count = 0;
    for (const { sessions } of this.#users.values()) count += sessions.size;
    return count;
  }

  /** Adds a session that has just logged in. True when it is the user's first here. */
  enter(user_id: number, session: Session, channel_ids: Iterable<number>): boolean {
    const present = this.#users.get(user_id);
    if (present) {
      present.sessions.add(session);
      return false;
    }
    this.#users.set(user_id, { sessions: new Set([session]), channel_ids: new Set() });
    for (const channel_id of channel_ids) this.#follow(user_id, channel_id);
    return true;
  }

  isLast(user_id: number, session: Session): boolean {
    const sessions = this.#users.get(user_id)?.sessions;
    return sessions?.size === 1 && sessions.has(session);
  }

  leave(user_id: number, session: Session): void {
    const present = this.#users.get(user_id);
    if (!present?.sessions.delete(session) || present.sessions.size > 0) return;
    for (const channel_id of present.channel_ids) this.#unfollow(user_id, channel_id);
    this.#users.delete(user_id);
  }

  /** Channels the user hears, when connected. */
  channelIdsOf(user_id: number): Iterable<number> {
    return this.#users.get(user_id)?.channel_ids ?? [];
  }

  deliver({ audience, event }: Delivery): void {
    if (event.type === "member.joined") this.#follow(event.body.member.user_id, event.body.channel_id);
    if (event.type === "channel.created") this.#followDm(event.body);
    const broadcast = new Broadcast(event);
    for (const user_id of this.#hearers(audience)) {
      for (const session of this.#users.get(user_id)?.sessions ?? []) session.receiver.deliver(broadcast);
    }
    if (event.type === "member.left") this.#unfollow(event.body.user.user_id, event.body.channel_id);
  }

  #hearers(audience: Audience): Iterable<number> {
    if (audience === "everyone") return this.#users.keys();
    if ("user_ids" in audience) return new Set(audience.user_ids);
    return this.#channels.get(audience.channel_id) ?? [];
  }

  #followDm({ channel }: EventBody<"channel.created">): void {
    for (const { user_id } of channel.members) this.#follow(user_id, channel.id);
  }

  #follow(user_id: number, channel_id: number): void {
    const present = this.#users.get(user_id);
    if (!present) return;
    present.channel_ids.add(channel_id);
    const followers = this.#channels.get(channel_id);
    if (followers) followers.add(user_id);
    else this.#channels.set(channel_id, new Set([user_id]));
  }

  #unfollow(user_id: number, channel_id: number): void {
    this.#users.get(user_id)?.channel_ids.delete(channel_id);
    const followers = this.#channels.get(channel_id);
    followers?.delete(user_id);
    if (followers?.size === 0) this.#channels.delete(channel_id);
  }
}

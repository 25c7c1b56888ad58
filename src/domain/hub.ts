import type { Status } from "../protocol/fields.ts";
import type { EventBody } from "../protocol/registry.ts";
import { type Audience, Broadcast, type Delivery } from "./broadcast.ts";
import type { ChosenPresence } from "./ports/store.ts";
import type { Session } from "./session.ts";

interface Presence {
  sessions: Set<Session>;
  channel_ids: Set<number>;
  chosen: ChosenPresence;
}

/**
 * Who is connected here and what they hear. Follows memberships by the very events that tell of them,
 * so that a join through another server process counts like one made here.
 */
export class Hub {
  readonly #users = new Map<number, Presence>();
  /** Channel id to the ids of its connected members. */
  readonly #channels = new Map<number, Set<number>>();
  /** Ids of channels in which somebody was heard to write. */
  readonly #begun = new Set<number>();

  isOnline(user_id: number): boolean {
    return this.#users.has(user_id);
  }

  get session_count(): number {
    let count = 0;
    for (const { sessions } of this.#users.values()) count += sessions.size;
    return count;
  }

  /** Ids of the logins that are connected here. */
  *sessionIds(user_id?: number): Iterable<number> {
    const users = user_id === undefined ? this.#users.values() : [this.#users.get(user_id)];
    for (const present of users) {
      for (const { login } of present?.sessions ?? []) if (login) yield login.session_id;
    }
  }

  /** How a user shows to others: the best of their devices, unless they chose otherwise. */
  presenceOf(user_id: number): { status: Status; status_text: string } {
    const present = this.#users.get(user_id);
    if (!present || present.chosen.chosen_status === "invisible")
      return { status: "offline", status_text: "" };
    const { chosen_status, status_text } = present.chosen;
    const is_idle = [...present.sessions].every((session) => session.is_idle);
    return { status: chosen_status === "dnd" ? "dnd" : is_idle ? "idle" : "online", status_text };
  }

  choose(user_id: number, chosen: ChosenPresence): void {
    const present = this.#users.get(user_id);
    if (present) present.chosen = chosen;
  }

  /** Whether a message of this channel was told here. False says nothing: it may have been before the server's start. */
  hasBegun(channel_id: number): boolean {
    return this.#begun.has(channel_id);
  }

  /** Connected members of a channel. */
  onlineMembersOf(channel_id: number): Iterable<number> {
    return this.#channels.get(channel_id) ?? [];
  }

  /** Adds a session that has just logged in. */
  enter(user_id: number, session: Session, channel_ids: Iterable<number>, chosen: ChosenPresence): void {
    const present = this.#users.get(user_id);
    if (present) {
      present.sessions.add(session);
      return;
    }
    this.#users.set(user_id, { sessions: new Set([session]), channel_ids: new Set(), chosen });
    for (const channel_id of channel_ids) this.#follow(user_id, channel_id);
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

  deliver({ audience, event, crossings }: Delivery): void {
    if (event.type === "member.joined") this.#follow(event.body.member.user_id, event.body.channel_id);
    if (event.type === "channel.created") this.#followDm(event.body);
    if (event.type === "message.created") this.#begun.add(event.body.message.channel_id);
    const broadcast = new Broadcast(event, crossings);
    for (const user_id of this.#hearers(audience)) {
      for (const session of this.#users.get(user_id)?.sessions ?? []) session.receiver.deliver(broadcast);
    }
    if (event.type === "member.left") this.#unfollow(event.body.user.user_id, event.body.channel_id);
    if (event.type === "session.ended") this.#close(audience, event.body.session_id);
  }

  #close(audience: Audience, session_id: number): void {
    for (const user_id of this.#hearers(audience)) {
      for (const session of this.#users.get(user_id)?.sessions ?? []) {
        if (session.login?.session_id === session_id) session.receiver.close("session_ended");
      }
    }
  }

  #hearers(audience: Audience): Iterable<number> {
    if (audience === "everyone") return this.#users.keys();
    if ("user_ids" in audience) return new Set(audience.user_ids);
    const followers = this.#channels.get(audience.channel_id) ?? [];
    const { except_user_id } = audience;
    return except_user_id === undefined
      ? followers
      : [...followers].filter((user_id) => user_id !== except_user_id);
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

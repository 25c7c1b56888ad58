import type { Status, User } from "../protocol/fields.ts";
import type { EventBody } from "../protocol/registry.ts";
import { type Audience, Broadcast, type Delivery } from "./broadcast.ts";
import { Crowd, type Present } from "./crowd.ts";
import { Gathered, isOfMessages } from "./gathered.ts";
import type { ChosenPresence } from "./ports/store.ts";
import { PresenceTrail } from "./presence-trail.ts";
import type { Session } from "./session.ts";
import { userOf } from "./user.ts";

/**
 * Who is connected here and what they hear. Follows memberships by the very events that tell of them,
 * so that a join through another server process counts like one made here.
 */
export class Hub {
  /** For who could not be told how users show. */
  readonly presence_trail = new PresenceTrail();
  readonly #users = new Map<number, Present>();
  readonly #everyone = new Crowd();
  /** Channel id to its connected members. */
  readonly #channels = new Map<number, Crowd>();
  readonly #gathered = new Gathered((channel_id, broadcast) =>
    this.#channels.get(channel_id)?.tell(broadcast),
  );

  isOnline(user_id: number): boolean {
    return this.#users.has(user_id);
  }

  /** How many connections the user has here. */
  connectionsOf(user_id: number): number {
    return this.#sessionsOf(user_id).length;
  }

  /** Resolves when what the user said over connections that have ended is worked off; undefined when it is. */
  allHeardOf(user_id: number): Promise<unknown> | undefined {
    const leaving = this.#sessionsOf(user_id).flatMap(({ leaving }) => leaving ?? []);
    return leaving.length > 0 ? Promise.all(leaving) : undefined;
  }

  get session_count(): number {
    return this.#everyone.sessions.length;
  }

  get user_count(): number {
    return this.#users.size;
  }

  /** Ids of the logins that are connected here. */
  *sessionIds(user_id?: number): Iterable<number> {
    const sessions = user_id === undefined ? this.#everyone.sessions : this.#sessionsOf(user_id);
    for (const { login } of sessions) if (login) yield login.session_id;
  }

  /** How a user shows to others: the best of their devices, unless they chose otherwise. */
  presenceOf(user_id: number): { status: Status; status_text: string } {
    const present = this.#users.get(user_id);
    if (!present || present.chosen.chosen_status === "invisible")
      return { status: "offline", status_text: "" };
    const { chosen_status, status_text } = present.chosen;
    const is_idle = present.sessions.every((session) => session.is_idle);
    return { status: chosen_status === "dnd" ? "dnd" : is_idle ? "idle" : "online", status_text };
  }

  /** A connected user, as they are called now. */
  userOf(user_id: number): User | undefined {
    const login = this.#sessionsOf(user_id)[0]?.login;
    return login && userOf(login);
  }

  choose(user_id: number, chosen: ChosenPresence): void {
    const present = this.#users.get(user_id);
    if (present) present.chosen = chosen;
  }

  /** How many members of a channel are connected. */
  onlineCountOf(channel_id: number): number {
    return this.#channels.get(channel_id)?.size ?? 0;
  }

  /** Connected members of a channel. */
  onlineMembersOf(channel_id: number): Iterable<number> {
    return this.#channels.get(channel_id)?.userIds() ?? [];
  }

  /** Adds a session that has just logged in. */
  enter(user_id: number, session: Session, channel_ids: Iterable<number>, chosen: ChosenPresence): void {
    this.#gathered.tell();
    const present = this.#users.get(user_id);
    if (present) {
      present.sessions.push(session);
      return this.#changed(present);
    }
    const entered: Present = { user_id, sessions: [session], channel_ids: [], chosen };
    this.#users.set(user_id, entered);
    this.#everyone.add(entered);
    for (const channel_id of channel_ids) this.#follow(user_id, channel_id);
  }

  leave(user_id: number, session: Session): void {
    this.#gathered.tell();
    const present = this.#users.get(user_id);
    const index = present?.sessions.indexOf(session) ?? -1;
    if (!present || index < 0) return;
    present.sessions.splice(index, 1);
    if (present.sessions.length > 0) return this.#changed(present);
    for (const channel_id of present.channel_ids) this.#removeFrom(channel_id, present);
    this.#everyone.remove(present);
    this.#users.delete(user_id);
  }

  /** Whether the user is connected and hears the channel. */
  hears(user_id: number, channel_id: number): boolean {
    const present = this.#users.get(user_id);
    return present !== undefined && this.#channels.get(channel_id)?.has(present) === true;
  }

  /** Channels the user hears, when connected. */
  channelIdsOf(user_id: number): readonly number[] {
    return this.#users.get(user_id)?.channel_ids ?? [];
  }

  /**
   * What happens to messages is told together with what happens to others of the same channel in this very moment
   * (a commit's worth), before anything that comes of it; all else is told at once.
   */
  deliver({ audience, event, crossings, former_name }: Delivery): void {
    if (isOfMessages(event) && typeof audience === "object" && "channel_id" in audience)
      return this.#gathered.add(audience.channel_id, event);
    this.#gathered.tell();
    if (event.type === "member.joined") this.#follow(event.body.member.user_id, event.body.channel_id);
    if (event.type === "channel.created") this.#followDm(event.body);
    if (event.type === "user.updated") {
      this.#rename(event.body.user);
      this.presence_trail.rename(event.body.user);
    }
    if (event.type === "presence.changed") this.presence_trail.note(event.body.users);
    const broadcast = new Broadcast([event], crossings, undefined, former_name);
    this.#tell(audience, broadcast);
    if (event.type === "member.left") this.#unfollow(event.body.user.user_id, event.body.channel_id);
    if (event.type === "session.ended") this.#close(audience, event.body.session_id);
  }

  #close(audience: Audience, session_id: number): void {
    for (const session of this.#hearers(audience)) {
      if (session.login?.session_id === session_id) session.receiver.close("session_ended");
    }
  }

  #tell(audience: Audience, broadcast: Broadcast): void {
    if (audience === "everyone") return this.#everyone.tell(broadcast);
    if ("user_ids" in audience) {
      for (const { receiver } of this.#hearers(audience)) receiver.deliver(broadcast);
      return;
    }
    const { channel_id, except_user_id } = audience;
    const except = except_user_id === undefined ? [] : this.#sessionsOf(except_user_id);
    const crowd = this.#channels.get(channel_id);
    crowd?.tell(
      broadcast,
      except.map(({ receiver }) => receiver),
    );
  }

  /** A list that stays as it is, whoever comes or goes meanwhile. */
  #hearers(audience: Audience): readonly Session[] {
    if (audience === "everyone") return this.#everyone.sessions;
    if ("user_ids" in audience)
      return [...new Set(audience.user_ids)].flatMap((user_id) => this.#sessionsOf(user_id));
    const sessions = this.#channels.get(audience.channel_id)?.sessions ?? [];
    if (audience.except_user_id === undefined) return sessions;
    const left_out = new Set(this.#sessionsOf(audience.except_user_id));
    return sessions.filter((session) => !left_out.has(session));
  }

  #sessionsOf(user_id: number): readonly Session[] {
    return this.#users.get(user_id)?.sessions ?? [];
  }

  #changed(present: Present): void {
    this.#everyone.changed();
    for (const channel_id of present.channel_ids) this.#channels.get(channel_id)?.changed();
  }

  #followDm({ channel }: EventBody<"channel.created">): void {
    for (const { user_id } of channel.members) this.#follow(user_id, channel.id);
  }

  #rename(user: User): void {
    for (const session of this.#sessionsOf(user.user_id))
      if (session.login) session.login = { ...user, session_id: session.login.session_id };
  }

  /** Costs the same however many channels the user is in: a login follows all of them. */
  #follow(user_id: number, channel_id: number): void {
    const present = this.#users.get(user_id);
    if (!present || this.hears(user_id, channel_id)) return;
    present.channel_ids.push(channel_id);
    const crowd = this.#channels.get(channel_id) ?? new Crowd();
    this.#channels.set(channel_id, crowd);
    crowd.add(present);
  }

  #unfollow(user_id: number, channel_id: number): void {
    const present = this.#users.get(user_id);
    const index = present?.channel_ids.indexOf(channel_id) ?? -1;
    if (!present || index < 0) return;
    present.channel_ids.splice(index, 1);
    this.#removeFrom(channel_id, present);
  }

  #removeFrom(channel_id: number, present: Present): void {
    const crowd = this.#channels.get(channel_id);
    crowd?.remove(present);
    if (crowd?.is_empty) this.#channels.delete(channel_id);
  }
}

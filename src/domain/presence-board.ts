import type { Member, User } from "../protocol/fields.ts";
import { limits } from "../protocol/limits.ts";
import type { Crossing } from "./broadcast.ts";
import type { Hub } from "./hub.ts";
import type { Bus } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { UserRecord } from "./ports/store.ts";
import { userOf } from "./user.ts";

type Shown = Pick<Member, "status" | "status_text">;

/**
 * Tells everybody how users show, as seldom as that can be: the first change at once, those that follow
 * within the interval together, and none that was taken back meanwhile. A thousand people who log in
 * together make a few frames for each listener, not a thousand.
 */
export class PresenceBoard {
  /** What was told last of those who do not show as offline. */
  readonly #told = new Map<number, Member>();
  readonly #changed = new Map<number, UserRecord & { channel_ids: number[] }>();
  /** Users of whom somebody knows something else than all were told: whether it is that they are there, or that they are not. */
  readonly #shown_otherwise = new Map<number, boolean>();
  #told_at_ms = -Infinity;
  #is_waiting = false;

  constructor(
    readonly hub: Hub,
    readonly bus: Bus,
    readonly clock: Clock,
  ) {}

  /** Something about this user's presence may have changed. Call it while the hub still knows their channels. */
  note(user: UserRecord): void {
    const { user_id } = user;
    // Of who has gone meanwhile the hub knows no channels any more.
    const channel_ids = this.hub.isOnline(user_id)
      ? [...this.hub.channelIdsOf(user_id)]
      : (this.#changed.get(user_id)?.channel_ids ?? []);
    this.#changed.set(user_id, { ...userOf(user), channel_ids });
    if (this.#is_waiting) return;
    this.#is_waiting = true;
    const wait_ms = this.#told_at_ms + this.#interval_ms - this.clock.steady();
    // Not in this turn: an answer that was made before, and is on its way out, would be read after it.
    if (wait_ms <= 0) setImmediate(() => this.#tell());
    else this.clock.after(wait_ms, () => this.#tell());
  }

  /** Who has another name, or picture, is told of with that one, also when they are gone by now. */
  rename(user: User): void {
    const noted = this.#changed.get(user.user_id);
    if (noted) this.#changed.set(user.user_id, { ...userOf(user), channel_ids: noted.channel_ids });
  }

  /** What others have been told of a user. */
  told(user_id: number): Shown {
    const { status, status_text } = this.#told.get(user_id) ?? { status: "offline", status_text: "" };
    return { status, status_text };
  }

  /** Somebody who asked is shown a user like this. When it is not what was told, what is so later is told even if it is the same as that. */
  shown(user_id: number, now: Shown): void {
    const told = this.#told.get(user_id);
    if (isSame(now, told)) return;
    const is_crossing = (now.status !== "offline") !== (told !== undefined);
    this.#shown_otherwise.set(user_id, is_crossing || this.#shown_otherwise.get(user_id) === true);
  }

  /** Longer with many, so that telling all of them takes about as much of the time however many there are. */
  get #interval_ms(): number {
    const thousands = this.hub.user_count / 1_000;
    return Math.max(
      limits.presence_interval_ms,
      Math.round(thousands * limits.presence_interval_ms_per_thousand),
    );
  }

  #tell(): void {
    this.#is_waiting = false;
    this.#told_at_ms = this.clock.steady();
    const users: Member[] = [];
    const crossings: Crossing[] = [];
    for (const noted of this.#changed.values()) {
      // Who took another name meanwhile has been told under that one.
      const user = this.hub.userOf(noted.user_id) ?? userOf(noted);
      const member = { ...user, ...this.hub.presenceOf(user.user_id) };
      const before = this.#told.get(user.user_id);
      const otherwise = this.#shown_otherwise.get(user.user_id);
      this.#shown_otherwise.delete(user.user_id);
      if (otherwise === undefined && isSame(member, before)) continue;
      users.push(member);
      const is_online = member.status !== "offline";
      const is_crossing = otherwise === true || is_online !== (before !== undefined);
      if (is_crossing) crossings.push({ ...user, is_online, channel_ids: this.#channelsOf(noted) });
      if (is_online) this.#told.set(user.user_id, member);
      else this.#told.delete(user.user_id);
    }
    this.#changed.clear();
    this.#publish(users, crossings);
  }

  /** Those they are in now, whatever they join before all have read it; of who has gone, those they were in then. */
  #channelsOf({ user_id, channel_ids }: { user_id: number; channel_ids: number[] }): readonly number[] {
    return this.hub.isOnline(user_id) ? [...this.hub.channelIdsOf(user_id)] : channel_ids;
  }

  /** In as many events as it takes for each to fit a frame. Protocol 1 reads the crossings, all with the first. */
  #publish(users: readonly Member[], crossings: readonly Crossing[]): void {
    for (let from = 0; from < users.length; from += limits.presence_users_max) {
      const body = { users: users.slice(from, from + limits.presence_users_max) };
      const event = { type: "presence.changed", body } as const;
      this.bus.publish({ audience: "everyone", event, crossings: from === 0 ? crossings : [] });
    }
  }
}

const isSame = (now: Shown, before: Shown | undefined): boolean =>
  now.status === (before?.status ?? "offline") && now.status_text === (before?.status_text ?? "");

import type { Broadcast } from "./broadcast.ts";
import type { ChosenPresence } from "./ports/store.ts";
import type { Hearer, Receiver, Session } from "./session.ts";

/** A connected user: their sessions, the channels they hear, how they want to show. */
export interface Present {
  readonly user_id: number;
  readonly sessions: Session[];
  readonly channel_ids: number[];
  chosen: ChosenPresence;
}

/**
 * Connected users who hear the same things. Their sessions stand in one flat list, made when it is asked for
 * after a change: a message goes through it once for each listener, changes are rare beside that.
 */
export class Crowd {
  readonly #members = new Set<Present>();
  #sessions: readonly Session[] | undefined;
  /** Where the sessions' events go, those of a group as one. Never changed either. */
  #hearers: readonly Hearer[] | undefined;

  /** How many users. */
  get size(): number {
    return this.#members.size;
  }

  get is_empty(): boolean {
    return this.#members.size === 0;
  }

  has(present: Present): boolean {
    return this.#members.has(present);
  }

  /** All sessions. The list is never changed, so one may go through it while they come and go. */
  get sessions(): readonly Session[] {
    this.#sessions ??= [...this.#members].flatMap(({ sessions }) => sessions);
    return this.#sessions;
  }

  /** Tells all but these. */
  tell(broadcast: Broadcast, except: readonly Hearer[] = []): void {
    this.#hearers ??= grouped(this.sessions.map(({ receiver }) => receiver));
    for (const hearer of this.#hearers) if (!except.includes(hearer)) hearer.deliver(broadcast, except);
  }

  *userIds(): Iterable<number> {
    for (const { user_id } of this.#members) yield user_id;
  }

  add(present: Present): void {
    this.#members.add(present);
    this.changed();
  }

  remove(present: Present): void {
    this.#members.delete(present);
    this.changed();
  }

  /** A member has other sessions now. */
  changed(): void {
    this.#sessions = this.#hearers = undefined;
  }
}

function grouped(receivers: readonly Receiver[]): Hearer[] {
  const groups = Map.groupBy(receivers, ({ group }) => group);
  return [...groups].flatMap(([group, some]) => (group === undefined ? some : [group.together(some)]));
}

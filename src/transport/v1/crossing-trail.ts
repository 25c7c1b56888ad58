import type { Broadcast, Crossing } from "../../domain/broadcast.ts";

/** A crossing, as it is told to many. */
export interface Step {
  /** None once the same user has crossed again: who has not been told of this one by then is told of that one alone. */
  crossing: Crossing | undefined;
  /** Made when first asked for: by the name of a channel, or without one. */
  readonly frames: Map<string | undefined, Uint8Array>;
  /** Its place on the trail; 0 while it is not on it. */
  mark: number;
}

/** Who is behind, and how far they have been told. */
interface Follower {
  readonly told_mark: number;
}

/** The crossings of one broadcast. */
interface Crossings {
  readonly steps: readonly Step[];
  /** How much was looked at to tell them at once. */
  looks: number;
}

/**
 * Who came and who went, for clients of protocol 1 that could not be told at once: each keeps a mark and is told later what came after
 * it, in frames that all share. Of who crossed often all but the last is forgotten, and so is what all have been told.
 */
export class CrossingTrail {
  /** In the order of their marks. */
  #steps: Step[] = [];
  readonly #last = new Map<number, Step>();
  readonly #crossings = new WeakMap<Broadcast, Crossings>();
  #mark = 0;
  readonly #followers = new Set<Follower>();

  /** Where it ends. */
  get mark(): number {
    return this.#mark;
  }

  /** The crossings of a broadcast, the same for all who ask. */
  of(broadcast: Broadcast): Crossings {
    const known = this.#crossings.get(broadcast);
    if (known !== undefined) return known;
    const steps = broadcast.crossings.map((crossing): Step => ({ crossing, frames: new Map(), mark: 0 }));
    const crossings = { steps, looks: 0 };
    this.#crossings.set(broadcast, crossings);
    return crossings;
  }

  /** What comes after the follower's mark is kept for it from here on, until leave(). */
  follow(follower: Follower): void {
    this.#followers.add(follower);
  }

  leave(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size === 0) this.#forget();
  }

  /** Puts the crossings of a broadcast on the trail, unless they are on it. */
  note(broadcast: Broadcast): void {
    const { steps } = this.of(broadcast);
    if (steps[0]?.mark !== 0) return;
    this.#forget();
    for (const step of steps) this.#add(step);
    if (this.#steps.length > 2 * this.#last.size) this.#steps = [...this.#last.values()];
  }

  /** What is on the trail after a mark, up to another, in order. May be gone through while the trail grows. */
  *between(after: number, until: number): Iterable<Step> {
    const next = (mark: number) => this.#steps[this.#indexAfter(mark)];
    for (let step = next(after); step !== undefined && step.mark <= until; step = next(step.mark)) yield step;
  }

  #add(step: Step): void {
    const { user_id } = step.crossing ?? {};
    if (user_id === undefined) return;
    const before = this.#last.get(user_id);
    if (before !== undefined) {
      before.crossing = undefined;
      before.frames.clear();
    }
    step.mark = ++this.#mark;
    this.#steps.push(step);
    this.#last.delete(user_id); // so that it comes last there too
    this.#last.set(user_id, step);
  }

  /** What all who follow have been told. */
  #forget(): void {
    let told_mark = this.#mark;
    for (const follower of this.#followers) told_mark = Math.min(told_mark, follower.told_mark);
    for (const { crossing } of this.#steps.splice(0, this.#indexAfter(told_mark)))
      if (crossing !== undefined) this.#last.delete(crossing.user_id);
  }

  /** Where the first one after a mark is. */
  #indexAfter(mark: number): number {
    let [from, to] = [0, this.#steps.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#steps[middle]?.mark ?? 0) > mark) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}

import { limits } from "../../src/protocol/limits.ts";
import type { Link } from "../link/link.ts";
import type { Cancel, Timers } from "../link/timers.ts";
import { channelsArranged } from "../state/reducers/channel.ts";
import { arrangeableAround, movedTo, sidebarSections } from "../state/sections.ts";
import type { Store } from "../state/store.ts";

/** So long after the last step the server is told: a key that is held goes many steps. */
const calm_ms = 250;

interface Wish {
  channel_ids: readonly number[];
  /** As it was before the first step: what stands when the server refuses. */
  places: ReadonlyMap<number, number | undefined>;
  cancel: Cancel;
}

/** Puts channels into the order the person makes: on screen at once, on the server when they are done. */
export class Arranger {
  #wish: Wish | undefined;

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly timers: Timers,
    /** Hears of an order that could not be kept; it is undone by then. */
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Moves a channel within its section to a place from 0. False when it stays where it is. */
  move(channel_id: number, to: number): boolean {
    const { channels } = this.store.state;
    const list = arrangeableAround(sidebarSections(channels), channel_id);
    const channel_ids = list && movedTo(list, channel_id, to)?.slice(0, limits.arranged_channels_max);
    if (channel_ids === undefined) return false;
    // What was done to another section is told before.
    if (this.#wish?.channel_ids.includes(channel_id) === false) this.flush();
    this.#wish?.cancel();
    const places = this.#wish?.places ?? new Map(channel_ids.map((id) => [id, channels.get(id)?.place]));
    this.#wish = { channel_ids, places, cancel: this.timers.after(calm_ms, () => this.flush()) };
    this.store.commit(channelsArranged(this.store.state, channel_ids));
    return true;
  }

  /** By so many places. */
  step(channel_id: number, by: number): boolean {
    const list = arrangeableAround(sidebarSections(this.store.state.channels), channel_id);
    return this.move(channel_id, (list?.findIndex(({ id }) => id === channel_id) ?? 0) + by);
  }

  /** To be called after an order has come from the server: what the person is doing just now is newer. */
  keep(): void {
    if (this.#wish) this.store.commit(channelsArranged(this.store.state, this.#wish.channel_ids));
  }

  /** Tells the server what waits for a moment. To be called when the page may end, too. */
  flush(): void {
    const wish = this.#wish;
    if (wish === undefined) return;
    wish.cancel();
    this.#wish = undefined;
    this.link.request("channel.arrange", { channel_ids: [...wish.channel_ids] }).catch((error: unknown) => {
      this.#undo(wish);
      this.failed(error);
    });
  }

  #undo({ places }: Wish): void {
    const channels = new Map(this.store.state.channels);
    for (const [id, place] of places) {
      const channel = channels.get(id);
      if (channel === undefined) continue;
      const { place: _place, ...rest } = channel;
      channels.set(id, place === undefined ? rest : { ...rest, place });
    }
    this.store.commit({ channels });
  }
}

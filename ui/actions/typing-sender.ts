import { limits } from "../../src/protocol/limits.ts";
import type { Link } from "../link/link.ts";
import type { Timers } from "../link/timers.ts";
import type { Store } from "../state/store.ts";
import { isForeseen } from "./error-words.ts";

/** Tells the others in a channel that one is writing, at most once in three seconds. Who is invisible tells nothing. */
export class TypingSender {
  readonly #told_ms = new Map<number, number>();

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly timers: Timers,
  ) {}

  /** To be called with each change of what is being written. */
  typed(channel_id: number, text: string): void {
    const { connection, presence } = this.store.state;
    if (connection.stage !== "up" || presence.status === "invisible" || !isMessage(text)) return;
    const now_ms = this.timers.now_ms();
    if (now_ms - (this.#told_ms.get(channel_id) ?? -Infinity) < limits.typing_interval_ms) return;
    this.#told_ms.set(channel_id, now_ms);
    this.link.request("typing.start", { channel_id }).catch((error: unknown) => {
      if (!isForeseen(error)) throw error; // the channel may have been archived or left just then
    });
  }
}

/** A command but /me is nothing that the others will see. */
const isMessage = (text: string): boolean => text.trim() !== "" && !/^\/(?!\/|me\b)/.test(text);

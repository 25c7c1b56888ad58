import { limits } from "../../src/protocol/limits.ts";
import { isPassing } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import type { Cancel, Timers } from "../link/timers.ts";
import type { Store } from "../state/store.ts";

/** Tells the server that nobody has used this device for ten minutes, and when somebody does again. */
export class IdleWatch {
  #used_ms: number;
  #cancel: Cancel;

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly timers: Timers,
  ) {
    this.#used_ms = timers.now_ms();
    this.#cancel = this.#look();
  }

  /** A key, the mouse or a finger was used. May be called as often as that happens. */
  used(): void {
    this.#used_ms = this.timers.now_ms();
    if (!this.store.state.idle) return;
    this.store.commit({ idle: false });
    this.#cancel();
    this.#cancel = this.#look();
    this.tell();
  }

  /** To be called after a login too: to the server, a device that logs in is in use. */
  tell(): void {
    if (this.store.state.connection.stage !== "up") return;
    const { idle } = this.store.state;
    this.link.request("presence.set_idle", { idle }).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    });
  }

  /** Looks when ten minutes have passed since the last use, as it was known then. */
  #look(): Cancel {
    const left_ms = this.#used_ms + limits.idle_after_ms - this.timers.now_ms();
    return this.timers.after(Math.max(0, left_ms), () => {
      if (this.timers.now_ms() - this.#used_ms < limits.idle_after_ms) {
        this.#cancel = this.#look();
        return;
      }
      this.store.commit({ idle: true });
      this.tell();
    });
  }
}

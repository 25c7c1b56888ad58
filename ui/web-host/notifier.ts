import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";
import type { Memory } from "./memory.ts";
import type { SpeakerLock } from "./speaker-lock.ts";

type Notifying = Extract<HostMessage, { type: "notifying" }>["state"];

const declined_key = "chat.notifications_declined";

/** Notifications by the browser, once the person has allowed them; of several tabs the one used last raises them. */
export class Notifier {
  constructor(
    private readonly api: typeof Notification | undefined,
    private readonly memory: Memory,
    private readonly speaker: SpeakerLock,
    private readonly post: (message: HostMessage) => void,
  ) {}

  get state(): Notifying {
    if (this.api === undefined) return "unavailable";
    if (this.api.permission === "granted") return "on";
    if (this.api.permission === "denied") return "blocked";
    return this.memory.text(declined_key) === undefined ? "offered" : "off";
  }

  /** To be called from a click: browsers ask the person at no other time. */
  async choose(wanted: boolean): Promise<void> {
    this.memory.keep(declined_key, wanted ? null : "1");
    if (wanted) await this.api?.requestPermission();
    this.post({ type: "notifying", state: this.state });
  }

  show({ part, title, body, channel_id }: Extract<HostCommand, { type: "notify" }>): void {
    if (this.api?.permission !== "granted" || !this.speaker.is_held) return;
    const shown = this.#raise(this.api, title, { body, tag: `channel-${channel_id}`, icon: "/icon-192.png" });
    shown?.addEventListener("click", () => {
      window.focus();
      shown.close();
      this.post({ type: "notification.clicked", part, channel_id });
    });
  }

  /** Browsers on Android have the class and throw when it is used. */
  #raise(api: typeof Notification, title: string, options: NotificationOptions): Notification | undefined {
    try {
      return new api(title, options);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.post({ type: "notifying", state: "unavailable" });
      return undefined;
    }
  }
}

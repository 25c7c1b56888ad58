import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";
import type { NoticeOutcome } from "../../src/protocol/notice.ts";
import type { SpeakerLock } from "../link/speaker-lock.ts";
import type { Timers } from "../link/timers.ts";
import type { Memory } from "./memory.ts";

type Notifying = Extract<HostMessage, { type: "notifying" }>["state"];
type Command<Type extends HostCommand["type"]> = Extract<HostCommand, { type: Type }>;

const declined_key = "chat.notifications_declined";
/** How long a browser may take to show one. */
const shown_ms_max = 5_000;
/** How long a test waits for the person to answer the browser before it says that it waits. */
const asked_ms_max = 10_000;

/** What of the browser it needs. */
export interface NotifierSurroundings {
  readonly api: typeof Notification | undefined;
  /** Whether the page came over TLS, or from this computer: others get no notifications. */
  readonly is_secure: boolean;
  readonly timers: Pick<Timers, "after">;
}

/** Notifications by the browser, once the person has allowed them; of several tabs the one used last raises them. */
export class Notifier {
  constructor(
    private readonly browser: NotifierSurroundings,
    private readonly memory: Memory,
    private readonly speaker: Pick<SpeakerLock, "is_held">,
    private readonly post: (message: HostMessage) => void,
  ) {}

  get state(): Notifying {
    const { api, is_secure } = this.browser;
    if (api === undefined || !is_secure) return "unavailable";
    if (api.permission === "granted") return "on";
    if (api.permission === "denied") return "blocked";
    return this.memory.text(declined_key) === undefined ? "offered" : "off";
  }

  /** To be called from a click: browsers ask the person at no other time. */
  async choose(wanted: boolean): Promise<void> {
    this.memory.keep(declined_key, wanted ? null : "1");
    if (wanted) await this.browser.api?.requestPermission();
    this.post({ type: "notifying", state: this.state });
  }

  show({ part, title, body, channel_id }: Command<"notify">): void {
    if (!this.speaker.is_held) return;
    // A later one of a channel takes the place of the earlier one, and is heard like it.
    const shown = this.#raise(title, { body, tag: `channel-${channel_id}`, renotify: true });
    shown?.addEventListener("click", () => {
      window.focus();
      shown.close();
      this.post({ type: "notification.clicked", part, channel_id });
    });
    shown?.addEventListener("error", () => this.#tell(part, "refused", false));
  }

  /** To be called from a click, like `choose`: who was not asked yet is asked now. */
  async test({ part, title, body }: Command<"notify.test">): Promise<void> {
    const { api, is_secure } = this.browser;
    const tell = (outcome: NoticeOutcome) => this.#tell(part, outcome, true);
    if (!is_secure) return tell("insecure");
    if (api === undefined) return tell("unavailable");
    if (api.permission === "default") {
      // A browser's question may stay unanswered for ever; an answer that comes later still counts.
      const cancel = this.browser.timers.after(asked_ms_max, () => tell("not_asked"));
      await this.choose(true);
      cancel();
    }
    if (api.permission !== "granted") return tell(api.permission === "denied" ? "denied" : "not_asked");
    const shown = this.#raise(title, { body, tag: "test", renotify: true });
    tell(shown === undefined ? "unavailable" : await this.#becomes(shown));
  }

  #becomes(shown: Notification): Promise<NoticeOutcome> {
    return new Promise((resolve) => {
      const cancel = this.browser.timers.after(shown_ms_max, () => resolve("timed_out"));
      const settle = (outcome: NoticeOutcome) => () => {
        cancel();
        resolve(outcome);
      };
      shown.addEventListener("show", settle("shown"));
      shown.addEventListener("error", settle("refused"));
    });
  }

  /** Browsers on Android have the class and throw when it is used. */
  #raise(title: string, options: NotificationOptions & { renotify: boolean }): Notification | undefined {
    const { api } = this.browser;
    if (api?.permission !== "granted") return undefined;
    try {
      return new api(title, { ...options, icon: "/icon-192.png" });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.post({ type: "notifying", state: "unavailable" });
      return undefined;
    }
  }

  #tell(part: number, outcome: NoticeOutcome, is_test: boolean): void {
    this.post({ type: "notify.told", part, is_test, outcome, way: "browser", words: "" });
  }
}

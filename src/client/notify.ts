import type { NoticeReport } from "../protocol/notice.ts";
import type { Environment } from "./config-folder.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { NoticeProblem, type Notification, type Notifier, trimmed } from "./notification.ts";
import { CommandNotifier, notifySendCommand, osascriptCommand, powershellCommand } from "./notify-command.ts";
import { DBusNotifier } from "./notify-dbus.ts";

/** The ways of a system to raise notifications, the best first. */
export function notifiersFor(platform: string, env: Environment): Notifier[] {
  if (platform === "darwin") return [new CommandNotifier("osascript", osascriptCommand)];
  if (platform === "win32") return [new CommandNotifier("powershell", powershellCommand)];
  return [new DBusNotifier(busAddress(env)), new CommandNotifier("notify-send", notifySendCommand)];
}

/** Where the session's message bus is; undefined when the environment tells nothing of one. */
export function busAddress(env: Environment): string | undefined {
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = env;
  if (DBUS_SESSION_BUS_ADDRESS) return DBUS_SESSION_BUS_ADDRESS;
  return XDG_RUNTIME_DIR ? `unix:path=${XDG_RUNTIME_DIR}/bus` : undefined;
}

interface Held {
  notification: Notification;
  shown: PromiseWithResolvers<NoticeReport | undefined>;
}

export interface NotificationPace {
  /** So many at most within ... */
  burst_max: number;
  /** ... this time; what comes beyond is told in one. */
  burst_ms: number;
}

/**
 * Raises notifications the best way that works, one at a time. What comes faster than it can be read is told by one
 * that sums it up. When no way works, says so once and goes on without.
 */
export class Notifications {
  readonly #held: Held[] = [];
  /** How many came that are not even held. */
  #more_count = 0;
  #shown_at_ms: number[] = [];
  #is_showing = false;
  #timer: Timer | undefined;
  #has_complained = false;

  constructor(
    readonly notifiers: readonly Notifier[],
    readonly log: Log,
    readonly pace: NotificationPace = {
      burst_max: clientLimits.notifications_burst_max,
      burst_ms: clientLimits.notifications_burst_ms,
    },
  ) {}

  /** Resolves when it has been shown, alone or with others, or could not be. Undefined: it was only counted, or the end came before. */
  show(notification: Notification): Promise<NoticeReport | undefined> {
    const shown = Promise.withResolvers<NoticeReport | undefined>();
    this.#held.push({ notification, shown });
    if (this.#held.length > clientLimits.notifications_held_max) {
      this.#held.shift()?.shown.resolve(undefined);
      this.#more_count++;
    }
    this.#next();
    return shown.promise;
  }

  /** Raises one at once, whatever came before it, and asks who shows it. */
  async test(notification: Notification): Promise<NoticeReport> {
    const report = await this.#raise(notification);
    const notifier = this.notifiers.find(({ way }) => way === report.way);
    if (report.outcome !== "shown" || notifier === undefined) return report;
    return { ...report, words: await aboutWords(notifier) };
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { shown } of this.#held.splice(0)) shown.resolve(undefined);
    for (const notifier of this.notifiers) notifier.close();
  }

  #next(): void {
    if (this.#is_showing || this.#timer !== undefined || this.#held.length === 0) return;
    const now_ms = performance.now();
    this.#shown_at_ms = this.#shown_at_ms.filter((at_ms) => now_ms - at_ms < this.pace.burst_ms);
    const room = this.pace.burst_max - this.#shown_at_ms.length;
    if (room > 0) return void this.#showHeld(this.#held.length > room ? this.#held.length : 1);
    const [oldest_ms = now_ms] = this.#shown_at_ms;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#next();
      },
      oldest_ms + this.pace.burst_ms - now_ms,
    );
  }

  /** Takes the first so many of what is held, and shows them as one. */
  async #showHeld(count: number): Promise<void> {
    const held = this.#held.splice(0, count);
    const notifications = held.map(({ notification }) => notification);
    const notification = summary(notifications, notifications.length + this.#more_count);
    this.#more_count = 0;
    this.#shown_at_ms.push(performance.now());
    this.#is_showing = true;
    const report = await this.#raise(notification);
    this.#is_showing = false;
    for (const { shown } of held) shown.resolve(report);
    this.#next();
  }

  /** Tells of the best way when none works. */
  async #raise(notification: Notification): Promise<NoticeReport> {
    const failures: NoticeReport[] = [];
    for (const notifier of this.notifiers) {
      const report = await raise(notifier, notification);
      if (report.outcome === "shown") return report;
      failures.push(report);
    }
    this.#complain(failures);
    return failures[0] ?? { outcome: "unavailable", way: "dbus", words: "" };
  }

  #complain(failures: readonly NoticeReport[]): void {
    if (this.#has_complained) return;
    this.#has_complained = true;
    this.log.warn(`no desktop notifications here (${failures.map(({ words }) => words).join("; ")})`);
  }
}

async function raise(notifier: Notifier, notification: Notification): Promise<NoticeReport> {
  const { way } = notifier;
  try {
    await notifier.show(trimmed(notification));
    return { outcome: "shown", way, words: "" };
  } catch (error) {
    const outcome = error instanceof NoticeProblem ? error.outcome : "refused";
    return { outcome, way, words: error instanceof Error ? error.message : String(error) };
  }
}

/** Nothing where it is shown and nobody says by whom. */
async function aboutWords(notifier: Notifier): Promise<string> {
  try {
    return await notifier.about();
  } catch (error) {
    if (error instanceof NoticeProblem) return "";
    throw error;
  }
}

/** One for all; a click on it goes where the last one would. */
function summary(notifications: readonly Notification[], count: number): Notification {
  const last = notifications.at(-1);
  if (last === undefined) throw new RangeError("nothing to sum up");
  if (count === 1) return last;
  const titles = new Set(notifications.map(({ title }) => title));
  const { words, clicked } = last;
  const title = (words?.many ?? "# new messages").replace("#", String(count));
  return { title, body: [...titles].join("\n"), words, clicked };
}

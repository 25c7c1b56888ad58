import type { Environment } from "./config-folder.ts";
import type { Log } from "./log.ts";
import { type Notification, type Notifier, trimmed } from "./notification.ts";
import { CommandNotifier, notifySendCommand, osascriptCommand, powershellCommand } from "./notify-command.ts";
import { DBusNotifier } from "./notify-dbus.ts";

/** The ways of a system to raise notifications, the best first. */
export function notifiersFor(platform: string, env: Environment): Notifier[] {
  if (platform === "darwin") return [new CommandNotifier(osascriptCommand)];
  if (platform === "win32") return [new CommandNotifier(powershellCommand)];
  const address = busAddress(env);
  const by_bus = address === undefined ? [] : [new DBusNotifier(address)];
  return [...by_bus, new CommandNotifier(notifySendCommand)];
}

/** Where the session's message bus is; undefined when the environment tells nothing of one. */
export function busAddress(env: Environment): string | undefined {
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = env;
  if (DBUS_SESSION_BUS_ADDRESS) return DBUS_SESSION_BUS_ADDRESS;
  return XDG_RUNTIME_DIR ? `unix:path=${XDG_RUNTIME_DIR}/bus` : undefined;
}

/** Raises notifications the best way that works. When none does, says so once and goes on without. */
export class Notifications {
  #has_complained = false;

  constructor(
    readonly notifiers: readonly Notifier[],
    readonly log: Log,
  ) {}

  async show(notification: Notification): Promise<void> {
    const problems: string[] = [];
    for (const notifier of this.notifiers) {
      try {
        return await notifier.show(trimmed(notification));
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    if (this.#has_complained) return;
    this.#has_complained = true;
    this.log.warn(`no desktop notifications here (${problems.join("; ")})`);
  }

  close(): void {
    for (const notifier of this.notifiers) notifier.close();
  }
}

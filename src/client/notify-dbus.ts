import type { DBusArgument, DBusMessage } from "./dbus-wire.ts";
import { DBus, DBusError, DBusSilence } from "./dbus.ts";
import { clientLimits } from "./limits.ts";
import { escapeMarkup, NoticeProblem, type Notification, type Notifier } from "./notification.ts";

const notifications = {
  destination: "org.freedesktop.Notifications",
  path: "/org/freedesktop/Notifications",
  interface: "org.freedesktop.Notifications",
};

/** What the notification server can do decides what it is given. */
type Capabilities = ReadonlySet<string>;

/** The arguments of Notify, as the Desktop Notifications Specification orders them. */
export function notifyArguments(notification: Notification, capabilities: Capabilities): DBusArgument[] {
  const { title, body, words } = notification;
  const hints = { category: "im.received", urgency: 1, "desktop-entry": "chat" };
  return [
    { type: "s", value: "chat" },
    { type: "u", value: 0 }, // replaces none
    { type: "s", value: "" }, // no icon
    { type: "s", value: title },
    { type: "s", value: capabilities.has("body-markup") ? escapeMarkup(body) : body },
    { type: "as", value: capabilities.has("actions") ? ["default", words?.open ?? "Open"] : [] },
    { type: "a{sv}", value: hints },
    { type: "i", value: -1 }, // as long as the server likes
  ];
}

/** Notifications of a Linux desktop, over the session's message bus at `address`. Connects at the first one, and anew when the bus was restarted. */
export class DBusNotifier implements Notifier {
  readonly way = "dbus";
  #connecting: Promise<{ bus: DBus; capabilities: Capabilities }> | undefined;
  readonly #shown = new Map<number, Notification>();

  /** `address` is undefined in a session without a bus. `answer_ms`: how long the bus may take to answer. */
  constructor(
    readonly address: string | undefined,
    readonly answer_ms?: number,
  ) {}

  show(notification: Notification): Promise<void> {
    return this.#with(async ({ bus, capabilities }) => {
      const [id] = await bus.call(notifications, "Notify", notifyArguments(notification, capabilities));
      if (typeof id === "number") this.#remember(id, notification);
    });
  }

  about(): Promise<string> {
    return this.#with(async ({ bus }) => {
      const [name, , version] = await bus.call(notifications, "GetServerInformation");
      return `${String(name)} ${String(version)}`;
    });
  }

  /** After a failure the next call begins anew: the bus, or who is on it, may be another by then. */
  async #with<Result>(
    work: (connection: { bus: DBus; capabilities: Capabilities }) => Promise<Result>,
  ): Promise<Result> {
    this.#connecting ??= this.#connect();
    const connecting = this.#connecting;
    try {
      return await work(await connecting);
    } catch (error) {
      if (this.#connecting === connecting) this.close();
      throw problemOf(error);
    }
  }

  close(): void {
    this.#connecting?.then(
      ({ bus }) => bus.close(),
      () => {}, // It never came up: nothing to close.
    );
    this.#connecting = undefined;
  }

  async #connect() {
    if (this.address === undefined) throw new NoticeProblem("no_bus", "the session names no message bus");
    const forget = () => (this.#connecting = undefined);
    const bus = await DBus.connect(this.address, forget, this.answer_ms);
    try {
      await bus.subscribe(notifications, (signal) => this.#heard(signal));
      const [names] = await bus.call(notifications, "GetCapabilities");
      return { bus, capabilities: new Set(Array.isArray(names) ? names : []) };
    } catch (error) {
      bus.close();
      throw error;
    }
  }

  #remember(id: number, notification: Notification): void {
    this.#shown.set(id, notification);
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > clientLimits.notifications_remembered_max && oldest !== undefined)
      this.#shown.delete(oldest);
  }

  #heard({ member, args }: DBusMessage): void {
    const [id] = args;
    if (typeof id !== "number") return;
    if (member === "ActionInvoked") this.#clicked(id);
    if (member === "NotificationClosed") this.#shown.delete(id);
  }

  #clicked(id: number): void {
    this.#shown.get(id)?.clicked();
    // Most servers take it away by themselves; for them the call is an error that changes nothing.
    this.#connecting
      ?.then(({ bus }) => bus.call(notifications, "CloseNotification", [{ type: "u", value: id }]))
      .catch(() => {});
  }
}

/** Nobody has this name, and nobody can be started who would. */
const absent = /\.(ServiceUnknown|NameHasNoOwner|Spawn\.\w+)$/;

function problemOf(error: unknown): NoticeProblem {
  if (error instanceof NoticeProblem) return error;
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof DBusSilence) return new NoticeProblem("timed_out", words);
  if (!(error instanceof DBusError)) return new NoticeProblem("no_bus", words);
  return new NoticeProblem(absent.test(error.error_name) ? "no_service" : "refused", words);
}

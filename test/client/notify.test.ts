import { describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { clientLimits } from "../../src/client/limits.ts";
import { NoticeProblem, type Notification, type Notifier } from "../../src/client/notification.ts";
import {
  CommandNotifier,
  notifySendCommand,
  osascriptCommand,
  powershellCommand,
} from "../../src/client/notify-command.ts";
import { DBusNotifier, notifyArguments } from "../../src/client/notify-dbus.ts";
import { busAddress, Notifications, notifiersFor } from "../../src/client/notify.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";

const nasty = `"; $(reboot) \`id\` <img src=x> & 'quoted' -e \\`;
const notification = (more: Partial<Notification> = {}): Notification => ({
  title: "--help",
  body: nasty,
  clicked: () => {},
  ...more,
});

describe("the texts go as they are, never as script, option or markup", () => {
  test("notify-send", () => {
    const { argv } = notifySendCommand(notification());
    const escaped = nasty.replace("<img src=x> &", "&lt;img src=x&gt; &amp;");
    expect(argv).toEqual([
      "notify-send",
      "--app-name=chat",
      "--category=im.received",
      "--",
      "--help",
      escaped,
    ]);
  });

  test("osascript", () => {
    const { argv } = osascriptCommand(notification());
    expect(argv.slice(-3)).toEqual(["--", "--help", nasty]);
    expect(argv.slice(0, -2).join(" ")).not.toContain("reboot");
  });

  test("PowerShell", () => {
    const { argv, env } = powershellCommand(notification());
    expect(env).toEqual({ CHAT_TOAST_TITLE: "--help", CHAT_TOAST_BODY: nasty });
    const script = Buffer.from(argv.at(-1) ?? "", "base64").toString("utf16le");
    expect(script).toContain("$env:CHAT_TOAST_BODY");
    expect(script).not.toContain("reboot");
  });

  test("D-Bus, where the body is escaped only for a server that reads markup", () => {
    const bodyFor = (...capabilities: string[]) => notifyArguments(notification(), new Set(capabilities))[4];
    expect(bodyFor("body")).toEqual({ type: "s", value: nasty });
    expect(bodyFor("body", "body-markup")?.value).toContain("&lt;img src=x&gt; &amp;");
  });

  test("D-Bus, where a click is asked for only of a server that tells of clicks", () => {
    const actionsFor = (...capabilities: string[]) =>
      notifyArguments(notification(), new Set(capabilities))[5];
    expect(actionsFor()?.value).toEqual([]);
    expect(actionsFor("actions")?.value).toEqual(["default", "Open"]);
  });
});

class ShowingNotifier implements Notifier {
  readonly way = "dbus";
  readonly shown: Notification[] = [];
  works = true;

  async show(notification: Notification): Promise<void> {
    if (!this.works) throw new NoticeProblem("no_service", "not here");
    this.shown.push(notification);
  }

  async about(): Promise<string> {
    return "dunst 1.9";
  }

  close(): void {}
}

test("the first way that works is taken", async () => {
  const [broken, working] = [new ShowingNotifier(), new ShowingNotifier()];
  broken.works = false;
  const log = new KeptLog();
  await new Notifications([broken, working], log).show(notification());
  expect(working.shown).toHaveLength(1);
  expect(log.lines).toEqual([]);
});

test("where none works that is said once, without the texts, and a later one may come through", async () => {
  const notifier = new ShowingNotifier();
  notifier.works = false;
  const log = new KeptLog();
  const notifications = new Notifications([notifier], log);
  await notifications.show(notification());
  await notifications.show(notification());
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]).not.toContain("reboot");
  notifier.works = true;
  await notifications.show(notification());
  expect(notifier.shown).toHaveLength(1);
});

test("a program that is missing or fails is no way", async () => {
  const missing = new CommandNotifier("notify-send", () => ({ argv: ["no-such-program-of-ana"] }));
  expect(missing.show(notification())).rejects.toMatchObject({ outcome: "no_program" });
  const failing = new CommandNotifier("notify-send", notifySendCommand, () => Promise.resolve(1));
  const refused = { outcome: "refused", message: "notify-send ended with 1" };
  expect(failing.show(notification())).rejects.toMatchObject(refused);
});

test("a test tells who shows it, or what keeps the best way from it", async () => {
  const notifier = new ShowingNotifier();
  const notifications = new Notifications([notifier], new KeptLog(), { burst_max: 0, burst_ms: 60_000 });
  expect(await notifications.test(notification())).toEqual({
    outcome: "shown",
    way: "dbus",
    words: "dunst 1.9",
  });
  notifier.about = () => Promise.reject(new NoticeProblem("refused", "a secret"));
  expect(await notifications.test(notification())).toEqual({ outcome: "shown", way: "dbus", words: "" });
  expect(notifier.shown).toHaveLength(2);
  notifier.works = false;
  const failing = new CommandNotifier("notify-send", notifySendCommand, () => Promise.resolve(1));
  const both = new Notifications([notifier, failing], new KeptLog());
  expect(await both.test(notification())).toEqual({
    outcome: "no_service",
    way: "dbus",
    words: "not here",
  });
  const no_bus = new Notifications([new DBusNotifier(undefined), failing], new KeptLog());
  expect(await no_bus.show(notification())).toMatchObject({ outcome: "no_bus", way: "dbus" });
});

test("long texts are cut between characters, and a title has one line", async () => {
  const notifier = new ShowingNotifier();
  const long = { title: "a\nb\u0007c", body: "😀".repeat(clientLimits.notification_body_chars_max + 1) };
  await new Notifications([notifier], new KeptLog()).show(notification(long));
  const [shown] = notifier.shown;
  expect(shown?.title).toBe("a bc");
  expect([...(shown?.body ?? "")]).toHaveLength(clientLimits.notification_body_chars_max);
  expect(shown?.body.endsWith("😀…")).toBe(true);
});

describe("a flood", () => {
  const pace = { burst_max: 3, burst_ms: 60_000 };
  const from = (name: string) => notification({ title: name, body: "hello" });

  /** Shows one when it is let. */
  class SlowNotifier extends ShowingNotifier {
    gates: (() => void)[] = [];
    at_once = 0;
    at_once_max = 0;

    override async show(shown: Notification): Promise<void> {
      this.at_once_max = Math.max(this.at_once_max, ++this.at_once);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.gates.push(resolve);
      await promise;
      this.at_once--;
      await super.show(shown);
    }
  }

  test("one is raised at a time; what came meanwhile is told in one, with its number and from whom", async () => {
    const notifier = new SlowNotifier();
    const notifications = new Notifications([notifier], new KeptLog(), pace);
    let clicked = "";
    const all = ["ana", ...Array<string>(100).fill("ben"), "cleo"].map((name) =>
      notifications.show({ ...from(name), clicked: () => (clicked = name) }),
    );
    expect(notifier.gates).toHaveLength(1);
    notifier.gates[0]?.();
    await all[0];
    notifier.gates[1]?.();
    await Promise.all(all);
    expect(notifier.shown.map(({ title }) => title)).toEqual(["ana", "101 new messages"]);
    expect(notifier.shown[1]?.body).toBe("ben\ncleo");
    notifier.shown[1]?.clicked();
    expect(clicked).toBe("cleo");
    expect(notifier.at_once_max).toBe(1);
  });

  test("a few come one by one, more only when the time is over, and then in one", async () => {
    const notifier = new ShowingNotifier();
    const notifications = new Notifications([notifier], new KeptLog(), { burst_max: 2, burst_ms: 100 });
    const started_ms = performance.now();
    for (const name of ["ana", "ben"]) await notifications.show(from(name));
    await Promise.all(["cleo", "dora", "eva"].map((name) => notifications.show(from(name))));
    expect(performance.now() - started_ms).toBeGreaterThan(90);
    expect(notifier.shown.map(({ title }) => title)).toEqual(["ana", "ben", "3 new messages"]);
  });

  test("the end waits for none of them", async () => {
    const notifier = new ShowingNotifier();
    const notifications = new Notifications([notifier], new KeptLog(), { ...pace, burst_max: 1 });
    await notifications.show(from("ana"));
    const late = notifications.show(from("ben"));
    notifications.close();
    await late;
    expect(notifier.shown).toHaveLength(1);
  });
});

test("a message bus that is mute is given up, and the next way is taken, each time", async () => {
  const folder = newFolder("chat-bus-");
  const path = join(folder, "bus");
  using bus = Bun.listen({ unix: path, socket: { data: () => {} } });
  const working = new ShowingNotifier();
  const notifications = new Notifications(
    [new DBusNotifier(`unix:path=${path}`, 20), working],
    new KeptLog(),
  );
  for (const name of ["ana", "ben"]) await notifications.show(notification({ title: name }));
  const mute = new Notifications([new DBusNotifier(`unix:path=${path}`, 20)], new KeptLog());
  expect(await mute.test(notification())).toMatchObject({ outcome: "timed_out" });
  expect(working.shown.map(({ title }) => title)).toEqual(["ana", "ben"]);
  notifications.close();
  bus.stop(true);
  rmSync(folder, { recursive: true });
});

test("each system has its ways, the best first", () => {
  const linux = { XDG_RUNTIME_DIR: "/run/user/1000" };
  expect(notifiersFor("linux", linux)[0]).toBeInstanceOf(DBusNotifier);
  expect(notifiersFor("linux", linux)).toHaveLength(2);
  expect(notifiersFor("linux", {})).toHaveLength(2);
  expect(notifiersFor("darwin", {})[0]).toBeInstanceOf(CommandNotifier);
  expect(busAddress(linux)).toBe("unix:path=/run/user/1000/bus");
  expect(busAddress({ ...linux, DBUS_SESSION_BUS_ADDRESS: "unix:path=/x" })).toBe("unix:path=/x");
});

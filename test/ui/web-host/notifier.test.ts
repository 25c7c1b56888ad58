import { expect, test } from "bun:test";

import type { HostMessage } from "../../../src/protocol/bridge.ts";
import { Memory } from "../../../ui/web-host/memory.ts";
import { Notifier } from "../../../ui/web-host/notifier.ts";
import { asStorage, FakeStorage } from "../../support/fake-storage.ts";
import { FakeTimers } from "../../support/page-timers.ts";

/** A browser's class of notifications, by hand: what it answers when asked, and which event each of them gets. */
function browserWith(permission: NotificationPermission, answer: NotificationPermission = permission) {
  const shown: { title: string; options: NotificationOptions; target: EventTarget }[] = [];
  class Shown extends EventTarget {
    static permission = permission;
    static async requestPermission(): Promise<NotificationPermission> {
      Shown.permission = answer;
      return answer;
    }
    constructor(title: string, options: NotificationOptions) {
      super();
      shown.push({ title, options, target: this });
    }
  }
  return { api: Shown as unknown as typeof Notification, shown };
}

function notifierOf(api: typeof Notification | undefined, is_secure = true, is_held = true) {
  const posted: HostMessage[] = [];
  const timers = new FakeTimers();
  const memory = new Memory(
    () => asStorage(new FakeStorage()),
    () => asStorage(new FakeStorage()),
  );
  const notifier = new Notifier({ api, is_secure, timers }, memory, { is_held }, (message) =>
    posted.push(message),
  );
  return { notifier, posted, timers };
}

const asked = { type: "notify.test", part: 1, title: "A test", body: "It works." } as const;
const told = (outcome: string) =>
  ({ type: "notify.told", part: 1, is_test: true, outcome, way: "browser", words: "" }) as HostMessage;

test.each([
  ["insecure", browserWith("granted").api, false],
  ["unavailable", undefined, true],
  ["denied", browserWith("denied").api, true],
  ["denied", browserWith("default", "denied").api, true],
  ["not_asked", browserWith("default").api, true],
] as const)("a test of what cannot be shown tells why: %s", async (outcome, api, is_secure) => {
  const { notifier, posted } = notifierOf(api, is_secure);
  await notifier.test(asked);
  expect(posted.at(-1)).toEqual(told(outcome));
});

test.each([
  ["show", "shown"],
  ["error", "refused"],
])("a test waits for the browser's word: %s", async (event, outcome) => {
  const { api, shown } = browserWith("default", "granted");
  const { notifier, posted } = notifierOf(api, true, false);
  const over = notifier.test(asked);
  while (shown.length === 0) await Promise.resolve();
  expect(posted).toEqual([{ type: "notifying", state: "on" }]);
  shown[0]?.target.dispatchEvent(new Event(event));
  await over;
  expect(posted.at(-1)).toEqual(told(outcome));
});

test("a browser that says nothing has not shown it", async () => {
  const { api, shown } = browserWith("granted");
  const { notifier, posted, timers } = notifierOf(api);
  const over = notifier.test(asked);
  expect(shown).toHaveLength(1);
  await timers.pass(5_000);
  await over;
  expect(posted).toEqual([told("timed_out")]);
});

test("that a question stays unanswered is said, and an answer that comes later counts", async () => {
  const { api, shown } = browserWith("default");
  const { promise, resolve } = Promise.withResolvers<NotificationPermission>();
  api.requestPermission = () => promise;
  const { notifier, posted, timers } = notifierOf(api);
  const over = notifier.test(asked);
  await timers.pass(10_000);
  expect(posted).toEqual([told("not_asked")]);
  Object.assign(api, { permission: "granted" });
  resolve("granted");
  while (shown.length === 0) await Promise.resolve();
  shown[0]?.target.dispatchEvent(new Event("show"));
  await over;
  expect(posted.slice(1)).toEqual([{ type: "notifying", state: "on" }, told("shown")]);
});

test("of several tabs only the one used last raises what comes, and a later one of a channel is heard too", () => {
  const { api, shown } = browserWith("granted");
  const command = { type: "notify", part: 1, title: "ben", body: "hi", channel_id: 7 } as const;
  notifierOf(api, true, false).notifier.show(command);
  expect(shown).toEqual([]);
  notifierOf(api).notifier.show(command);
  expect(shown[0]?.options).toMatchObject({ tag: "channel-7", renotify: true });
});

test("a page without TLS has none to offer", () => {
  expect(notifierOf(browserWith("denied").api, false).notifier.state).toBe("unavailable");
  expect(notifierOf(browserWith("denied").api).notifier.state).toBe("blocked");
  expect(notifierOf(browserWith("default").api).notifier.state).toBe("offered");
});

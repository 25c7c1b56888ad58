import { expect, test } from "bun:test";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { clientLimits } from "../../src/client/limits.ts";
import { NoticeClaims } from "../../src/client/notice-claims.ts";
import { settled } from "../support/page-timers.ts";
import { hostOf } from "./host-stage.ts";

test("a click on a notification brings the window forward and names the channel", () => {
  const { host, posted, done, notifications } = hostOf();
  host.receive({ type: "notify", part: 5, title: "ben", body: "hi", channel_id: 7 });
  expect(notifications).toMatchObject([{ title: "ben", body: "hi" }]);
  expect(posted).toEqual([]);
  notifications[0]?.clicked();
  expect(done).toEqual(["raised"]);
  expect(posted).toEqual([{ type: "notification.clicked", part: 5, channel_id: 7 }]);
});

test("what became of a notification is told when it was a test or could not be shown", async () => {
  const { host, posted, report } = hostOf();
  host.receive({ type: "notify", part: 1, title: "ben", body: "hi", channel_id: 7 });
  await settled();
  expect(posted).toEqual([]);
  host.receive({ type: "notify.test", part: 1, title: "A test", body: "hi" });
  await settled();
  expect(posted).toEqual([{ type: "notify.told", part: 1, is_test: true, ...report }]);
  Object.assign(report, { outcome: "no_service", words: "nobody" });
  host.receive({ type: "notify", part: 1, title: "ben", body: "hi", channel_id: 7 });
  await settled();
  expect(posted.at(-1)).toEqual({
    type: "notify.told",
    part: 1,
    is_test: false,
    outcome: "no_service",
    way: "dbus",
    words: "nobody",
  });
});

test("of two windows one raises what is the same for both", () => {
  const { host, notifications, folder } = hostOf();
  const other = new NoticeClaims(join(folder, "notices"));
  const about = (once: string) =>
    host.receive({ type: "notify", part: 1, title: "ben", body: once, channel_id: 7, once });
  about("server/1/7/1");
  expect(other.take("server/1/7/1")).toBe(false);
  expect(other.take("server/1/7/2")).toBe(true);
  about("server/1/7/2");
  about("server/1/7/3");
  expect(notifications.map(({ body }) => body)).toEqual(["server/1/7/1", "server/1/7/3"]);
  writeFileSync(join(folder, "file"), "");
  const nowhere = new NoticeClaims(join(folder, "file"));
  expect([nowhere.take("a"), nowhere.take("a")]).toEqual([true, true]);
});

test("what was raised a while ago takes no room, however much comes", () => {
  const { folder } = hostOf();
  const notices = join(folder, "notices");
  const claims = new NoticeClaims(notices);
  for (let number = 0; number < 300; number++) expect(claims.take(`old ${number}`)).toBe(true);
  for (const name of readdirSync(notices)) utimesSync(join(notices, name), 0, 0);
  for (let number = 0; number < clientLimits.notice_claims_max; number++) claims.take(`new ${number}`);
  expect(readdirSync(notices)).toHaveLength(clientLimits.notice_claims_max);
  expect(claims.take("new 0")).toBe(false);
});

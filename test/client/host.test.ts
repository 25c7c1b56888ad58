import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Dialed, DialOptions } from "../../src/client/dial.ts";
import { Downloads } from "../../src/client/downloads.ts";
import { createHost } from "../../src/client/host.ts";
import { NoticeClaims } from "../../src/client/notice-claims.ts";
import type { Notification } from "../../src/client/notification.ts";
import { OutboxFolder } from "../../src/client/outbox.ts";
import { Settings } from "../../src/client/settings.ts";
import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { NoticeReport } from "../../src/protocol/notice.ts";
import { settled } from "../support/page-timers.ts";
import { FakeWire } from "./fake-wire.ts";
import { KeptLog } from "./kept-log.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const server = { host: "127.0.0.1", port: 5050, tls: false };

function hostOf() {
  const folder = mkdtempSync(join(tmpdir(), "chat-host-"));
  folders.push(folder);
  const log = new KeptLog();
  const posted: HostMessage[] = [];
  const done: unknown[] = [];
  const notifications: Notification[] = [];
  const report: NoticeReport = { outcome: "shown", way: "dbus", words: "dunst 1" };
  const dials: DialOptions[] = [];
  const wire = new FakeWire();
  const settings = new Settings(folder, log);
  const host = createHost({
    place: "window",
    version: "1.2.3",
    wish: { user: "ana" },
    page_parts: { emoji: "all of them" },
    settings,
    downloads: new Downloads(join(folder, "downloads"), () => {}, log),
    outboxes: new OutboxFolder(join(folder, "outbox"), 1, log),
    log,
    post: (message) => posted.push(message),
    notices: {
      async show(notification) {
        notifications.push(notification);
        return report;
      },
      test: async () => report,
    },
    claims: new NoticeClaims(join(folder, "notices")),
    openLink: (url) => done.push(["open", url]),
    setTitle: (title) => done.push(["title", title]),
    raise: () => done.push("raised"),
    quit: () => done.push("quit"),
    began: () => done.push("began"),
    async dial(options): Promise<Dialed> {
      dials.push(options);
      return { outcome: "up", wire, tls: null };
    },
  });
  return { folder, host, log, posted, done, notifications, report, dials, wire, settings };
}

test("a page that is ready hears what to begin with, and what was for an older page is gone", async () => {
  const { host, posted, done, wire } = hostOf();
  host.receive({ type: "dial", link: 1, server });
  await Promise.resolve();
  expect(posted).toEqual([{ type: "link.up", link: 1, tls: null }]);
  host.receive({ type: "ready" });
  expect(wire.is_closed).toBe(true);
  expect(done).toEqual(["began"]);
  expect(posted.at(-1)).toEqual({
    type: "started",
    place: "window",
    version: "1.2.3",
    sign_in: { server: { host: "127.0.0.1", port: 5050, tls: true }, username: "ana", token: null },
    waiting: [],
    servers: [],
    go_to: null,
  });
});

test("a part of the page that does not come with it is had by asking", () => {
  const { host, posted } = hostOf();
  host.receive({ type: "part.load", part: "emoji" });
  expect(posted).toEqual([{ type: "part.loaded", part: "emoji", text: "all of them" }]);
});

test("what is remembered is what the next page begins with", () => {
  const { host, posted } = hostOf();
  const token = "ab".repeat(32);
  for (const stay of [true, false]) {
    host.receive({ type: "remember", server, username: "ana", token, stay });
    host.receive({ type: "ready" });
    const sign_in = { server, username: "ana", token: stay ? token : null };
    expect(posted.at(-1)).toMatchObject({ sign_in });
  }
});

test("what waits to be sent is handed to the next page of that account, and told to be on disk", async () => {
  const { host, posted } = hostOf();
  const met = { server, certificate: null, username: "ana" };
  const account = { server_id: "willow", user_id: 1, met };
  const message = {
    nonce: "n1",
    channel_id: 1,
    place: "#general",
    kind: "text",
    content: "hello",
    reply_to_seq: null,
    created_at_ms: 1,
    failure: null,
  };
  host.receive({ type: "outbox.load", account });
  host.receive({ type: "outbox.put", account, message });
  host.receive({ type: "outbox.put", account, message: { ...message, nonce: "n2" } });
  host.receive({ type: "outbox.drop", account, nonce: "n2" });
  host.receive({ type: "outbox.load", account });
  expect(posted).toEqual([
    { type: "outbox.loaded", account, messages: [] },
    { type: "outbox.loaded", account, messages: [message] },
  ] as HostMessage[]);
  while (posted.length < 4) await new Promise(setImmediate);
  expect(posted.slice(2)).toEqual([
    { type: "outbox.kept", account, nonce: "n1" },
    { type: "outbox.kept", account, nonce: "n2" },
  ] as HostMessage[]);
});

test("several servers: each is told with its token and what waits there, until it is forgotten", async () => {
  const { host, posted } = hostOf();
  const club = { host: "club.example", port: 6000, tls: true };
  const token = "ab".repeat(32);
  host.receive({ type: "remember", server, username: "ana", token, stay: true });
  host.receive({ type: "remember", server: club, username: "ben", token: null, stay: false });
  const met = { server, certificate: null, username: "ana" };
  const account = { server_id: "willow", user_id: 1, met };
  const copied = { ...account, met: { server: club, certificate: null, username: "ben" } };
  const message = {
    nonce: "n1",
    channel_id: 1,
    place: "#general",
    kind: "text",
    content: "for ana's server",
    reply_to_seq: null,
    created_at_ms: 1,
    failure: null,
  };
  for (const each of [account, copied]) host.receive({ type: "outbox.load", account: each });
  host.receive({ type: "outbox.put", account, message });
  host.receive({ type: "kept.put", account, name: "draft/1", text: "for ana's server" });
  // The club says that it is the other server: nothing of that is told.
  posted.length = 0;
  for (const type of ["outbox.load", "kept.load"]) host.receive({ type, account: copied });
  expect(posted).toEqual([
    { type: "outbox.loaded", account: copied, messages: [] },
    { type: "kept.loaded", account: copied, texts: {} },
  ]);
  const shown = [{ server: club, username: "ben", name: "The club" }];
  host.receive({ type: "arrange", servers: shown, shown: 0 });
  host.receive({ type: "ready" });
  const known = { server, username: "ana", name: null, token, waiting: [message] };
  expect(posted.at(-1)).toMatchObject({
    sign_in: { server: club, username: "ana" },
    servers: [{ ...shown[0], token: null, waiting: [] }, known],
  });
  host.receive({ type: "forget", server, username: "ana" });
  host.receive({ type: "ready" });
  expect(posted.at(-1)).toMatchObject({ servers: [{ username: "ben" }] });
  host.receive({ type: "outbox.load", account });
  expect(posted.at(-1)).toEqual({ type: "outbox.loaded", account, messages: [] });
});

test("what a page keeps is given to the next one of that account, and to no other", () => {
  const { host, posted, folder } = hostOf();
  const met = { server, certificate: null, username: "ana" };
  const account = { server_id: "willow", user_id: 1, met };
  host.receive({ type: "kept.put", account, name: "draft/1", text: "half a thou" });
  host.receive({ type: "kept.put", account, name: "draft/2", text: "gone" });
  host.receive({ type: "kept.put", account, name: "draft/2", text: "" });
  host.receive({ type: "kept.put", account, name: "../draft", text: "no name" });
  host.receive({ type: "kept.load", account });
  host.receive({ type: "kept.load", account: { ...account, user_id: 2 } });
  expect(posted).toEqual([
    { type: "kept.loaded", account, texts: { "draft/1": "half a thou" } },
    { type: "kept.loaded", account: { ...account, user_id: 2 }, texts: {} },
  ]);
  expect(statSync(join(folder, "drafts.json")).mode & 0o777).toBe(0o600);
  host.receive({ type: "kept.put", account, name: "draft/1", text: "" });
  expect(readFileSync(join(folder, "drafts.json"), "utf8")).toBe("{}\n");
});

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

test("links, titles and the end reach the system", () => {
  const { host, done } = hostOf();
  host.receive({ type: "open_link", url: "https://ana.example" });
  host.receive({ type: "set_title", title: "(2) chat" });
  host.receive({ type: "quit" });
  expect(done).toEqual([["open", "https://ana.example"], ["title", "(2) chat"], "quit"]);
});

test.each([
  undefined,
  null,
  "quit",
  { type: "no_such" },
  { type: "dial", link: -1, server },
  { type: "dial", link: 1, server: { ...server, port: 70_000 } },
  { type: "dial", link: 1, server, trust: "AA:BB" },
  { type: "notify", part: 1, title: "x", body: "y", channel_id: "7" },
  { type: "send", link: 1, frame: "text" },
])("a command that breaks the contract (%j) is logged and dropped", (command) => {
  const { host, log, posted, done, dials } = hostOf();
  host.receive(command);
  expect(log.lines).toHaveLength(1);
  expect([posted, done, dials]).toEqual([[], [], []]);
  host.receive({ type: "quit" });
  expect(done).toEqual(["quit"]);
});

test("the log of a broken command holds nothing of what stood in it", () => {
  const { host, log } = hostOf();
  host.receive({ type: "remember", server, username: 5, token: "my secret token" });
  expect(log.lines.join()).toContain("username");
  expect(log.lines.join()).not.toContain("secret");
});

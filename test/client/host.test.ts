import { expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { HostMessage } from "../../src/protocol/bridge.ts";
import { readPreferences } from "../../src/protocol/preferences.ts";
import { hostOf, server } from "./host-stage.ts";

test("a page that is ready hears what to begin with, and what was for an older page is gone", async () => {
  const { host, posted, done, wire } = hostOf();
  host.receive({ type: "dial", link: 1, server });
  while (posted.length < 1) await new Promise(setImmediate);
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
    preferences: readPreferences({}),
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

test("how the person wants the page is kept, and what is no choice is not", () => {
  const { host, posted } = hostOf();
  for (const [name, choice] of Object.entries({ theme: "light", clock: "25", text_px: "18", other: "1" }))
    host.receive({ type: "prefer", name, choice });
  host.receive({ type: "ready" });
  const preferences = readPreferences({ theme: "light", text_px: "18" });
  expect(posted.at(-1)).toMatchObject({ preferences });
  expect(preferences).toMatchObject({ theme: "light", clock: "system", density: "cozy" });
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
    { type: "outbox.kept", account, nonce: "n1", failure: null },
    { type: "outbox.kept", account, nonce: "n2", failure: null },
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
  host.receive({ type: "forget", server, username: "ana", unsent_too: true });
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

test("of a file that is being saved nothing is left when the window has closed, or the page was loaded anew", async () => {
  const { host, posted, folder } = hostOf();
  const part = { type: "save.put", name: "plan.pdf", data: btoa("half of it"), is_last: false };
  const downloads = join(folder, "downloads");
  const told = async (count: number) => {
    while (posted.filter(({ type }) => type === "save.told").length < count) await new Promise(setImmediate);
  };
  host.receive({ ...part, save: 1 });
  await told(1);
  expect(readdirSync(downloads)).toEqual(["plan.pdf.part"]);
  // The numbers of the next page begin anew.
  host.receive({ type: "ready" });
  host.receive({ ...part, save: 1, data: btoa("all"), is_last: true });
  await told(2);
  expect(readFileSync(join(downloads, "plan.pdf"), "utf8")).toBe("all");
  host.receive({ ...part, save: 2 });
  await told(3);
  expect(readdirSync(downloads)).toEqual(["plan.pdf", "plan.pdf.part"]);
  await host.close();
  expect(readdirSync(downloads)).toEqual(["plan.pdf"]);
});

test.each(["", "outbox"])("a folder that cannot be used (%j) is said to the page, once", async (name) => {
  const { host, posted, folder } = hostOf();
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, "no folder");
  const met = { server, certificate: null, username: "ana" };
  const account = { server_id: "willow", user_id: 1, met };
  host.receive({ type: "ready" });
  for (const text of ["half a thou", "half a thought"]) {
    host.receive({ type: "kept.put", account, name: "draft/1", text });
    host.receive({ type: "outbox.load", account });
  }
  const warnings = posted.filter(({ type }) => type === "warning");
  expect(warnings).toEqual([{ type: "warning", text: expect.stringContaining(path) }]);
  expect(posted[0]?.type).toBe("started");
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

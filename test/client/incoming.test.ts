import { describe, expect, test } from "bun:test";

import { z } from "zod";

import { BrokenServer, Incoming } from "../../src/client/incoming.ts";
import { fallbacks } from "../../src/client/newer-words.ts";
import { events, requests } from "../../src/protocol/registry.ts";

const member = { user_id: 1, username: "ana", status: "online", status_text: "" };
const message = {
  id: 7,
  channel_id: 1,
  seq: 3,
  rev: 3,
  author: { user_id: 1, username: "ana" },
  kind: "text",
  content: "hello",
  created_at_ms: 1_700_000_000_000,
  nonce: null,
  reply_to_seq: null,
  edited_at_ms: null,
  deleted_at_ms: null,
  pinned_at_ms: null,
  reactions: [],
};
const closing = { reason: "server_closing", message: "Moving house.", retry: true, retry_after_ms: 500 };

describe("what a newer server says", () => {
  test.each([
    ["connection.closing", { ...closing, reason: "moved" }, closing],
    ["presence.changed", { users: [{ ...member, status: "afk" }] }, { users: [member] }],
    ["message.created", { message: { ...message, kind: "poll" } }, { message }],
    ["presence.chosen", { status: "ghost", status_text: "" }, { status: "online", status_text: "" }],
  ])("a word that is unknown here passes, as the plainest one known: %s", (type, body, known) => {
    expect(new Incoming().check({ type, body })).toEqual({ frame: { type, body: known } });
  });

  test("in a reply too", () => {
    const incoming = new Incoming();
    incoming.expect(1, "presence.choose");
    const ok = { status: "ghost", status_text: "" };
    expect(incoming.check({ re: 1, ok })).toMatchObject({ frame: { re: 1, ok: { status: "online" } } });
  });

  test("a field that is unknown here passes", () => {
    const frame = { type: "connection.closing", body: { ...closing, where: "b.example" }, trace: "x" };
    expect(new Incoming().check(frame)).toMatchObject({ frame: { body: closing } });
  });

  test("an event that is unknown here is left out", () => {
    expect(new Incoming().check({ type: "weather.changed", body: 5 })).toBeUndefined();
  });

  test("every list of words that a server can say has a plainest one", () => {
    const schemas = [
      ...Object.values(events).map(({ body }) => body),
      ...Object.values(requests).map(({ reply }) => reply),
    ];
    const lists = new Set<string>();
    for (const schema of schemas)
      JSON.stringify(
        z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
        (key, value: unknown) => {
          if (key === "enum") lists.add(String(value));
          return value;
        },
      );
    expect(lists).toContain("text,action");
    for (const list of lists)
      expect(fallbacks.filter((word) => list.split(",").includes(word))).toHaveLength(1);
  });
});

test.each([{ ...closing, reason: 5 }, { ...closing, reason: "moved", retry: "yes" }, {}])(
  "what is wrong in another way is no chat server: %j",
  (body) => {
    expect(() => new Incoming().check({ type: "connection.closing", body })).toThrow(BrokenServer);
  },
);

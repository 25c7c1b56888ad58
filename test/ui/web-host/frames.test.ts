import { describe, expect, test } from "bun:test";

import { BrokenServer, checkedFrame } from "../../../ui/web-host/frames.ts";

const check = (value: unknown) =>
  checkedFrame(value, (type) => type === "ping" || type === "message.created");

test("replies and events go on as they are", () => {
  const error = { code: "invalid", message: "No." };
  for (const frame of [
    { re: 1, ok: {} },
    { re: 0, error },
    { type: "ping", body: {} },
  ])
    expect(check(frame)).toEqual(frame);
  expect(check({ type: "ping" })).toEqual({ type: "ping", body: {} });
});

test("an event of a kind that this page does not know is left out", () => {
  expect(check({ type: "voice.started", body: {} })).toBeUndefined();
});

test("a new message has every field, whatever its event leaves out", () => {
  const message = { id: 1, content: "hello", reply_to_seq: 7 };
  expect(check({ type: "message.created", body: { message } })).toEqual({
    type: "message.created",
    body: {
      message: {
        ...message,
        edited_at_ms: null,
        deleted_at_ms: null,
        pinned_at_ms: null,
        reactions: [],
      },
    },
  });
});

describe("what no server of ours sends", () => {
  test.each(
    [
      null,
      [],
      "text",
      {},
      { re: "1", ok: {} },
      { re: 1 },
      { re: 1, error: "no" },
      { re: 1, error: { code: 5, message: "no" } },
      { type: 5 },
      { type: "ping", body: [] },
      { type: "ping", body: "text" },
      { type: "message.created", body: {} },
    ].map((value) => ({ value })),
  )("%j", ({ value }) => {
    expect(() => check(value)).toThrow(BrokenServer);
  });
});

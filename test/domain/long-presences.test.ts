import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { openDm, say } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const silent = { deliver() {}, close() {} };

/** All ways to choose nine of these. */
const nines = (ids: readonly number[]): number[][] =>
  Array.from({ length: 2 ** ids.length }, (_, mask) => ids.filter((_id, at) => mask & (1 << at))).filter(
    ({ length }) => length === 9,
  );

test("whoever is in many direct messages with others whose names and statuses are long is told as many as an answer holds", async () => {
  const context = await createTestContext(new FakeClock());
  const { store, hub } = context;
  const session = new Session(silent, "127.0.0.1");
  const { user } = await dispatch(context, session, "session.register", {
    username: "ana",
    password: "correct horse",
  });
  const others: number[] = [];
  for (let at = 0; at < 13; at++) {
    const username = `the_others_${at}`.padEnd(limits.username_chars_max, "_");
    const { user_id } = await store.users.create({ username, password_hash: "x", now_ms: 1 });
    await store.users.setDisplayName(user_id, "🌊".repeat(limits.display_name_chars_max));
    const status_text = "🌋".repeat(limits.status_text_chars_max);
    hub.enter(user_id, new Session(silent), [], { chosen_status: "online", status_text });
    others.push(user_id);
  }
  const opened = nines(others).map(async ([first = 0, ...rest]) => {
    const channel_id = await openDm(store, first, user.user_id, ...rest);
    await say(store, channel_id, first, "hello");
  });
  await Promise.all(opened);
  expect(opened.length).toBeGreaterThan(600);
  for (const name of ["channel.list", "sync.catch_up"] as const) {
    const { channels } = await dispatch(context, session, name, {});
    expect(channels.length).toBeGreaterThan(50);
    expect(channels.at(-1)?.members).toHaveLength(10);
    const frame = encodeFrame({ re: 1, ok: { channels } });
    expect(frame.length).toBeLessThan(limits.list_bytes_max + 100);
    expect(frame.length).toBeGreaterThan(limits.list_bytes_max - 10_000);
  }
});

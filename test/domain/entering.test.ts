import { expect, test } from "bun:test";

import type { Broadcast } from "../../src/domain/broadcast.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { depart } from "../../src/domain/presence.ts";
import { Session } from "../../src/domain/session.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { HeldTurns } from "../support/held-turns.ts";

const ana = { username: "ana", password: "correct horse" };
const ben = { username: "ben", password: "correct horse" };

/** Ben is there, and ana's devices come back in one moment: their uses of their tokens are one commit. */
async function street(devices: number) {
  const clock = new FakeClock();
  const turns = new HeldTurns();
  const context = { ...(await createTestContext(clock)), turns };
  const heard: Broadcast[][] = [];
  const newSession = (told: Broadcast[] = []) =>
    new Session({ deliver: (broadcast) => void told.push(broadcast), close: () => {} });
  const bens = newSession();
  await dispatch(context, bens, "session.register", ben);
  const gone = newSession();
  const { token } = await dispatch(context, gone, "session.register", ana);
  const tokens = [token];
  while (tokens.length < devices) {
    depart(context, gone);
    tokens.push((await dispatch(context, gone, "session.login", ana)).token);
  }
  depart(context, gone);
  clock.move(120_000); // so that resuming writes its use
  turns.is_holding = true;
  const there_before = context.hub.session_count;
  const resumed: number[] = [];
  const resumes = tokens.map(async (each, at) => {
    heard[at] = [];
    await dispatch(context, newSession(heard[at]), "session.resume", { token: each });
    resumed.push(at);
  });
  while (turns.waiting + resumed.length < devices) await new Promise(setImmediate);
  const come = () => context.hub.session_count - there_before;
  return { context, turns, resumes, resumed, bens, heard, come };
}

test("of those who come back in one moment each enters when it is its turn, in order", async () => {
  const { turns, resumes, resumed, come } = await street(3);
  expect(come()).toBe(0);
  for (const [at, resume] of resumes.entries()) {
    turns.give();
    await resume;
    expect(come()).toBe(at + 1);
  }
  expect(resumed).toEqual([0, 1, 2]);
});

test("what happens before the turn is in what one comes to, and what happens after it is heard", async () => {
  const { context, turns, resumes, bens, heard } = await street(1);
  const made = { kind: "private", name: "board" } as const;
  const { channel } = await dispatch(context, bens, "channel.create", made);
  const channel_id = channel.id;
  await dispatch(context, bens, "channel.add_member", { channel_id, username: "ana" });
  turns.give();
  await resumes[0];
  const said = { channel_id, nonce: "1", kind: "text", content: "hello" } as const;
  await dispatch(context, bens, "message.send", said);
  await new Promise(setImmediate);
  const events = (heard[0] ?? []).flatMap((broadcast) => broadcast.events.map(({ type }) => type));
  expect(events).toContain("message.created");
});

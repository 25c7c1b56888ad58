import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { enter } from "../../src/domain/presence.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import { register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const many = limits.creations_per_period + 10;
const others = Array.from({ length: many }, (_, at) => `other${at}`);

/** Ana among many others, under the limits of a server. */
async function scene() {
  const clock = new FakeClock();
  const context = { ...(await createTestContext(clock)), rates: createRates(limits.messages_per_second) };
  const [user_id] = await register(context.store, "ana", ...others);
  const session = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  await enter(context, session, { user_id, username: "ana", session_id: 1 });
  /** Slowly enough for the rate of changes. */
  const open = async (...usernames: string[]) => {
    clock.move(limits.rate_window_ms / limits.changes_per_second);
    return (await dispatch(context, session, "dm.open", { usernames })).channel.id;
  };
  return { clock, open };
}

/** Groups with the victim in all of them. */
const groups = others.slice(1).map((username) => ["other0", username] as const);

test("direct messages among several are made as seldom as channels, and opened as often as one likes", async () => {
  const { clock, open } = await scene();
  const made: number[] = [];
  const asked = await Promise.allSettled(groups.map(async (group) => made.push(await open(...group))));
  expect(made.length).toBeGreaterThanOrEqual(limits.creations_per_period);
  expect(made.length).toBeLessThan(groups.length);
  const refusal = asked.find(({ status }) => status === "rejected");
  expect(refusal).toMatchObject({ reason: { code: "rate_limited" } });
  const [first = ["other0"]] = groups;
  for (let count = 0; count < many; count++) expect(await open(...first)).toBe(made[0] ?? 0);
  clock.move(limits.creations_period_ms);
  const last = groups.at(-1) ?? [];
  expect(made).not.toContain(await open(...last));
});

test("one may write to each of many people for the first time, and to oneself", async () => {
  const { open } = await scene();
  const made = new Set<number>();
  for (const username of ["ana", ...others]) made.add(await open(username));
  expect(made.size).toBe(many + 1);
});

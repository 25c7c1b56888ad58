import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { enter } from "../../src/domain/presence.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import { register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const general = 1;

async function scene() {
  const clock = new FakeClock();
  const context = await createTestContext(clock, createRates(limits.messages_per_second));
  const [user_id] = await register(context.store, "ana", "ben");
  const session = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  await enter(context, session, { user_id, username: "ana", session_id: 1 });
  return { clock, context, session };
}

test("lists of channels and of members are asked for, and channels put in order, so often at once, then evenly, whatever else is asked", async () => {
  const { clock, context, session } = await scene();
  const listChannels = () => dispatch(context, session, "channel.list", {});
  const listMembers = () => dispatch(context, session, "member.list", { channel_id: general });
  for (let at = 0; at < limits.lists_per_period; at += 2) {
    await listChannels();
    await listMembers();
  }
  const retry_after_ms = limits.lists_period_ms / limits.lists_per_period;
  const arrange = () => dispatch(context, session, "channel.arrange", { channel_ids: [general] });
  for (const ask of [listChannels, listMembers, arrange])
    await expect(ask()).rejects.toMatchObject({ code: "rate_limited", retry_after_ms });
  await dispatch(context, session, "sync.catch_up", {});
  clock.move(retry_after_ms);
  expect((await listMembers()).members.map(({ username }) => username)).toEqual(["ana", "ben"]);
});

test("of the members no more are read than can fit into a list", async () => {
  const { context, session } = await scene();
  const { members } = context.store;
  const { list } = members;
  const asked: (number | undefined)[] = [];
  members.list = (channel_id, limit) => {
    asked.push(limit);
    return list(channel_id, limit);
  };
  const { members: shown } = await dispatch(context, session, "member.list", { channel_id: general });
  const smallest = { ...shown[0], user_id: 1, username: "abc", status: "dnd" };
  const fitting_max = limits.list_bytes_max / JSON.stringify(smallest).length;
  expect(asked).toHaveLength(1);
  expect(asked[0]).toBeGreaterThan(fitting_max);
  expect(asked[0]).toBeLessThan(1.1 * fitting_max);
});

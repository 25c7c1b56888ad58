import { expect, test } from "bun:test";

import type { Broadcast } from "../../src/domain/broadcast.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { depart, enter } from "../../src/domain/presence.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { ChatEvent } from "../../src/protocol/registry.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("whoever adds somebody to more channels than a list has room for takes nothing of their own from it", async () => {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const session = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  const { user } = await dispatch(context, session, "session.register", {
    username: "ana",
    password: "correct horse",
  });
  const { users, channels, members } = context.store;
  const eve = await users.create({ username: "eve", password_hash: "x", now_ms: 1 });
  const own = (await dispatch(context, session, "channel.create", { kind: "private", name: "zz-own" }))
    .channel.id;
  const marked = (await dispatch(context, session, "channel.create", { kind: "public", name: "zz-marked" }))
    .channel.id;
  await dispatch(context, session, "channel.set_preferences", { channel_id: marked, favorite: true });
  const dm = (await dispatch(context, session, "dm.open", { usernames: ["eve"] })).channel.id;
  const made = {
    kind: "private",
    description: "\u{1f30a}".repeat(limits.channel_description_chars_max),
  } as const;
  const forced = Array.from({ length: 700 }, async (_, at) => {
    const by = { created_by: eve.user_id, now_ms: 1 };
    const { channel_id } = await channels.create({ ...made, ...by, name: `aa-${at}` });
    await members.add(channel_id, user.user_id, 1);
    return channel_id;
  });
  const crowd = new Set(await Promise.all(forced));
  const { channels: listed } = await dispatch(context, session, "channel.list", {});
  const ids = listed.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([own, marked, dm]));
  const shown = ids.filter((id) => crowd.has(id)).length;
  expect(shown).toBeGreaterThan(300);
  expect(shown).toBeLessThan(700);
  expect(ids.at(-1)).toBe(dm); // in the order they always have
  const heard: ChatEvent[] = [];
  const deliver = ({ events }: Broadcast) => void heard.push(...events);
  depart(context, session);
  await enter(context, new Session({ deliver, close() {} }), { ...user, session_id: 7 });
  const body = { channel_id: [...crowd].find((id) => !ids.includes(id)) ?? 0, read_seq: 1, mention_count: 0 };
  const event = { type: "channel.marked_read", body } as const;
  context.bus.publish({ audience: { channel_id: body.channel_id }, event });
  expect(heard).toEqual([event]); // also there
});

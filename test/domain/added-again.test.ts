import { expect, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { enter } from "../../src/domain/presence.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import { register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const pupils = Array.from({ length: 40 }, (_, at) => `pupil${at}`);

/** A private channel of Ana and Ben, under the limits of a server. */
async function scene() {
  const clock = new FakeClock();
  const context = { ...(await createTestContext(clock)), rates: createRates(limits.messages_per_second) };
  const [ana_id, ben_id, cat_id] = await register(context.store, "ana", "ben", "cat", ...pupils);
  const person = async (username: string, user_id: number) => {
    const session = new Session({ deliver() {}, close() {} });
    await enter(context, session, { user_id, username, session_id: user_id });
    return session;
  };
  const [ana, ben] = [await person("ana", ana_id), await person("ben", ben_id)];
  const cat = await person("cat", cat_id);
  const make = async (name: string) => {
    const { channel } = await dispatch(context, ana, "channel.create", { kind: "private", name });
    return channel.id;
  };
  /** Slowly enough for the rate of changes. */
  const add = (by: Session, channel_id: number, username: string) => {
    clock.move(limits.rate_window_ms / limits.changes_per_second);
    return dispatch(context, by, "channel.add_member", { channel_id, username });
  };
  const leave = (channel_id: number) => dispatch(context, cat, "channel.leave", { channel_id });
  return { clock, context, ana, ben, make, add, leave };
}

test("who leaves a private channel is not brought back without end, whoever tries", async () => {
  const { clock, ana, ben, make, add, leave } = await scene();
  const channel_id = await make("plans");
  await add(ana, channel_id, "ben");
  for (let count = 0; count < limits.additions_per_period; count++) {
    await add(count % 2 === 0 ? ana : ben, channel_id, "cat");
    await add(ben, channel_id, "cat"); // twice is no error, and counts once
    await leave(channel_id);
  }
  const refused = {
    code: "rate_limited",
    message: "This person was added here too often. Try again in 8 hours.",
  };
  for (const by of [ana, ben]) await expect(add(by, channel_id, "cat")).rejects.toMatchObject(refused);
  await add(ana, await make("others"), "cat");
  clock.move(limits.additions_period_ms / limits.additions_per_period);
  await add(ana, channel_id, "cat");
  await leave(channel_id);
  await expect(add(ben, channel_id, "cat")).rejects.toMatchObject(refused);
});

test("a class of forty is added without a wait", async () => {
  const { ana, make, add } = await scene();
  const channel_id = await make("class");
  for (const username of pupils) await add(ana, channel_id, username);
});

test("who could not be added because nothing could be stored was not added too often", async () => {
  const { clock, context, ana, make, add, leave } = await scene();
  const channel_id = await make("plans");
  const { members } = context.store;
  const store = members.add.bind(members);
  members.add = () => Promise.reject(new ChatError("unavailable", "The disk is full."));
  for (let at = 0; at <= limits.additions_per_period; at++)
    await expect(add(ana, channel_id, "cat")).rejects.toMatchObject({ code: "unavailable" });
  members.add = store;
  for (let at = 0; at < limits.additions_per_period; at++) {
    await add(ana, channel_id, "cat");
    await leave(channel_id);
  }
  clock.move(1_000);
  await expect(add(ana, channel_id, "cat")).rejects.toMatchObject({ code: "rate_limited" });
});

test("from one address nobody is added to channels without end, whoever adds them; from elsewhere they still are", async () => {
  const clock = new FakeClock();
  const options = { connections_max: 0, connections_per_minute: 0, registrations_per_hour: 0 };
  const addresses = new AddressLimits({ clock, keyOf: (address) => address, ...options });
  const context = { ...(await createTestContext(clock)), addresses };
  const names = ["ana", "ben", "cat", "dan"] as const;
  const ids = await register(context.store, ...names);
  const person = async (at: number, address: string) => {
    const session = new Session({ deliver() {}, close() {} }, address);
    await enter(context, session, { user_id: ids[at] ?? 0, username: names[at] ?? "", session_id: at });
    return session;
  };
  const [ana, ben, elsewhere] = [await person(0, "a"), await person(1, "a"), await person(1, "b")];
  let made = 0;
  const addCat = async (by: Session) => {
    const name = `channel-${++made}`;
    const { channel } = await dispatch(context, by, "channel.create", { kind: "private", name });
    await dispatch(context, by, "channel.add_member", { channel_id: channel.id, username: "cat" });
  };
  for (let count = 0; count < limits.additions_of_user_per_hour; count++)
    await addCat(count % 2 === 0 ? ana : ben);
  const refused = {
    code: "rate_limited",
    message: "This person was added too often from your address. Try again in 60 s.",
  };
  await expect(addCat(ana)).rejects.toMatchObject(refused);
  const group = dispatch(context, ben, "dm.open", { usernames: ["dan", "cat"] });
  await expect(group).rejects.toMatchObject(refused);
  await addCat(elsewhere);
  await dispatch(context, ben, "dm.open", { usernames: ["cat"] }); // one may write to anybody
  clock.move(60_000);
  await dispatch(context, ben, "dm.open", { usernames: ["dan", "cat"] });
  await expect(addCat(ana)).rejects.toMatchObject(refused);
});

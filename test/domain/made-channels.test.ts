import { expect, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
import type { Context } from "../../src/domain/context.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { RequestInput, RequestName } from "../../src/protocol/registry.ts";
import { systemClock } from "../../src/system/clock.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const most = limits.channels_made_by_user_max;

/** Ana, with nothing that slows her down. */
async function scene(given: Partial<Context> = {}) {
  const context = { ...(await createTestContext(systemClock)), ...given };
  const session = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  const ask = <N extends RequestName>(name: N, body: RequestInput<N>) =>
    dispatch(context, session, name, body);
  await ask("session.register", { username: "ana", password: "correct horse" });
  let made = 0;
  const make = async (kind: "public" | "private" = "private") =>
    (await ask("channel.create", { kind, name: `channel-${++made}` })).channel.id;
  return { ask, make };
}

const refused = {
  code: "forbidden",
  message: `You have made ${most} channels, which is the most that one user can have.`,
};

test("channels that one has made and left count among those one has made", async () => {
  const { ask, make } = await scene();
  for (let count = 0; count < most; count++)
    await ask("channel.leave", { channel_id: await make(count % 2 === 0 ? "private" : "public") });
  await expect(make()).rejects.toMatchObject(refused);
});

test("of channels made in the same moment no more come about than one can have", async () => {
  const { make } = await scene();
  const asked = await Promise.allSettled(Array.from({ length: most + 5 }, () => make()));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(most);
  await expect(make()).rejects.toMatchObject(refused);
});

test("an archived channel counts as long as its maker has it in the list", async () => {
  const { ask, make } = await scene();
  let channel_id = 0;
  for (let count = 0; count < most; count++) channel_id = await make();
  await ask("channel.update", { channel_id, archived: true });
  await expect(make()).rejects.toMatchObject(refused);
  await ask("channel.leave", { channel_id });
  await make();
  await expect(make()).rejects.toMatchObject(refused);
});

test("direct messages are no channels one has made", async () => {
  const { ask, make } = await scene();
  await ask("dm.open", { usernames: ["ana"] });
  for (let count = 0; count < most; count++) await make();
  await expect(make()).rejects.toMatchObject(refused);
});

test("accounts of one address make as many together as suits their number, private and public", async () => {
  const clock = new FakeClock();
  const options = { connections_max: 0, connections_per_minute: 0, registrations_per_hour: 2 };
  const keyOf = (address: string) => address;
  const { ask, make } = await scene({ addresses: new AddressLimits({ clock, keyOf, ...options }) });
  await ask("session.logout", {});
  await ask("session.register", { username: "ben", password: "correct horse" });
  for (let count = 1; count < 2 * limits.creations_per_registration; count++) await make("public");
  await ask("dm.open", { usernames: ["ana"] });
  await make();
  const refused = {
    code: "rate_limited",
    message: "Too many channels were made from your address. Try again in 6 minutes.",
    retry_after_ms: 360_000,
  };
  await expect(make()).rejects.toMatchObject(refused);
  clock.move(360_000);
  await make();
});

import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const old = { username: "ana", password: "old secret" };

async function street() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const device = () => {
    let is_open = true;
    const session = new Session({ deliver: () => {}, close: () => void (is_open = false) });
    return { session, isOpen: () => is_open };
  };
  const desk = device();
  const { token } = await dispatch(context, desk.session, "session.register", old);
  return { clock, context, device, desk, token };
}

test("a login with the old password that is checked while it is changed gets nothing", async () => {
  const { context, device, desk } = await street();
  const { verify } = context.passwords;
  const [checking, changed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  context.passwords.verify = async (...asked) => {
    const is_right = await verify(...asked);
    checking.resolve();
    await changed.promise;
    return is_right;
  };
  const thief = device();
  const login = dispatch(context, thief.session, "session.login", old);
  await checking.promise;
  context.passwords.verify = verify;
  const new_password = "new secret";
  await dispatch(context, desk.session, "password.change", { password: old.password, new_password });
  changed.resolve();
  expect(await login.catch(({ code }) => code)).toBe("wrong_credentials");
  expect(thief.session.login).toBeUndefined();
  const { sessions } = await dispatch(context, desk.session, "session.list", {});
  expect(sessions).toHaveLength(1);
  await dispatch(context, thief.session, "session.login", { username: "ana", password: new_password });
  expect(thief.session.login?.username).toBe("ana");
});

test("a session that is ended while it is resumed is refused or closed, and never stays", async () => {
  const { clock, context, device, desk, token } = await street();
  clock.move(120_000); // so that resuming writes its use
  const phone = device();
  const session_id = desk.session.login?.session_id ?? 0;
  const other = device();
  await dispatch(context, other.session, "session.login", old);
  const [resumed] = await Promise.allSettled([
    dispatch(context, phone.session, "session.resume", { token }),
    dispatch(context, other.session, "session.end", { session_id }),
  ]);
  expect(resumed.status === "rejected" || !phone.isOpen()).toBe(true);
  expect(desk.isOpen()).toBe(false);
  expect(other.isOpen()).toBe(true);
});

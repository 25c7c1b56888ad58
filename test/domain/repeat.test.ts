import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("a repeat gets the first answer also after its author has left the channel, and nothing new does", async () => {
  const context = await createTestContext(new FakeClock());
  const session = new Session({ deliver: () => {}, close: () => {} });
  await dispatch(context, session, "session.register", { username: "ana", password: "secret" });
  const { channel } = await dispatch(context, session, "channel.create", { name: "secret", kind: "private" });
  const sent = { channel_id: channel.id, nonce: "one", content: "hello" };
  const first = await dispatch(context, session, "message.send", sent);
  await dispatch(context, session, "channel.leave", { channel_id: channel.id });
  expect(await dispatch(context, session, "message.send", sent)).toEqual(first);
  const codeOf = (body: typeof sent) =>
    dispatch(context, session, "message.send", body).catch(({ code }) => code);
  expect(await codeOf({ ...sent, content: "other" })).toBe("nonce_reused");
  expect(await codeOf({ ...sent, nonce: "two" })).toBe("not_found");
});

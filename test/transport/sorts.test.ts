import { expect, spyOn, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { systemClock } from "../../src/system/clock.ts";
import { Pace } from "../../src/transport/pace.ts";
import { createTestContext } from "../support/context.ts";
import { fakeConnection } from "../support/fake-connection.ts";

/** What somebody asks over one connection, and as what its turn was asked for: nothing of what is said. */
async function sortsOf(logins: object[], requests: object[]): Promise<unknown[]> {
  const pace = new Pace();
  const turn = spyOn(pace, "turn");
  const { connection } = fakeConnection(await createTestContext(systemClock), undefined, undefined, pace);
  for (const some of [logins, requests]) {
    for (const each of some) connection.receive(encodeFrame(each));
    await connection.settled();
  }
  return turn.mock.calls.map(([, sort]) => sort);
}

const asked = (type: string, body: object = {}) => ({ id: 1, type, body });

test("over protocol 2 lists and what was missed are lengthy, and what is said waits for no turn", async () => {
  const ana = { username: "ana", password: "correct horse" };
  const channel = { channel_id: 1 };
  const hello = asked("hello", { protocol: 2, client: { name: "test", version: "0" } });
  const sorts = await sortsOf(
    [hello, asked("session.register", ana), asked("channel.list")],
    [
      asked("ping"),
      asked("member.list", channel),
      asked("sync.catch_up", { channels: [] }),
      asked("message.history", channel),
      asked("message.send", { ...channel, nonce: "1", content: "hello" }),
      asked("no.such.request"),
    ],
  );
  const of_login = ["asked", "asked", "lengthy"];
  expect(sorts).toEqual([...of_login, "asked", "lengthy", "lengthy", "asked", "asked"]);
});

test("over protocol 1 lists and joins, which show a history, are lengthy, and what is said waits for no turn", async () => {
  const sorts = await sortsOf(
    [{ type: "auth_register", username: "ana", password: "secret" }],
    [
      { type: "channel_create", name: "games" },
      { type: "channel_join", channel: "general" },
      { type: "channel_list" },
      { type: "user_list", channel: "general" },
      { type: "message", channel: "general", content: "hello" },
      { type: "channel_leave", channel: "general" },
    ],
  );
  expect(sorts).toEqual(["asked", "asked", "lengthy", "lengthy", "lengthy", "asked"]);
});

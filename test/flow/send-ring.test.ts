import { describe, expect, test } from "bun:test";

import { newFolder } from "../support/folders.ts";
import { friends } from "../support/people.ts";
import { isRingAllowed, ringsOf, withoutRing } from "../support/rings.ts";
import { startServer, type TestServer } from "../support/server.ts";

const general = 1;

const is_linux = process.platform === "linux";

describe.if(is_linux)("what is sent to many at once", () => {
  test.if(isRingAllowed())("goes by io_uring, and reaches everybody", async () => {
    await using server = await startServer();
    expect(ringsOf(server.pid)).toBe(1);
    await allHear(server);
  });

  test("reaches everybody where io_uring is forbidden", async () => {
    const launcher = withoutRing(newFolder("chat-ring-"));
    await using server = await startServer({ within: [launcher] });
    expect(ringsOf(server.pid)).toBe(0);
    await allHear(server);
  });
});

/** One after the other: that is what goes straight to many. */
async function allHear(server: TestServer): Promise<void> {
  using people = await friends(server, "ana", "ben", "cleo", "dan");
  const { ana, ben, cleo, dan } = people;
  for (let number = 0; number < 50; number++) {
    const content = `message ${number}`;
    await ana.say(general, content);
    for (const each of [ben, cleo, dan])
      expect((await each.next("message.created")).message.content).toBe(content);
  }
}

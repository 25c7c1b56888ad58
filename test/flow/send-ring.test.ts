import { describe, expect, test } from "bun:test";

import { newFolder } from "../support/folders.ts";
import { friends } from "../support/people.ts";
import { isRingAllowed, ringsOf, withoutRing } from "../support/rings.ts";
import { startServer, type TestServer } from "../support/server.ts";

const general = 1;
const messages = 50;

const is_linux = process.platform === "linux";

describe.if(is_linux)("what is sent to many at once", () => {
  test.if(is_linux && isRingAllowed())("goes by io_uring, and reaches everybody", async () => {
    await using server = await startServer();
    expect(ringsOf(server.pid)).toEqual([]);
    await allHear(server);
    // Of four one is told by themselves each time, and makes it for the others.
    const [answers = 0, ...others] = ringsOf(server.pid);
    // And some for who comes; sent to each by itself at the end of a turn they would be four for each message.
    expect(Math.floor(answers / messages)).toBe(3);
    expect(others).toEqual([]);
  });

  test.each(["setup", "enter"] as const)(
    "reaches everybody where io_uring is forbidden: its %s",
    async (call) => {
      const launcher = withoutRing(newFolder("chat-ring-"), call);
      await using server = await startServer({ within: [launcher] });
      await allHear(server);
      expect(ringsOf(server.pid)).toEqual([]);
    },
  );
});

/** One after the other: that is what goes straight to many. */
async function allHear(server: TestServer): Promise<void> {
  using people = await friends(server, "ana", "ben", "cleo", "dan");
  const { ana, ben, cleo, dan } = people;
  for (let number = 0; number < messages; number++) {
    const content = `message ${number}`;
    await ana.say(general, content);
    for (const each of [ben, cleo, dan])
      expect((await each.next("message.created")).message.content).toBe(content);
  }
}

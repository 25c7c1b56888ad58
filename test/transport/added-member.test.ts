import { expect, spyOn, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import type { Frame } from "../support/frame-socket.ts";
import { startLocalServer } from "../support/local-server.ts";
import { friends } from "../support/people.ts";
import { PeerV1 } from "../support/v1-peer.ts";

/** Counts messages that the store is asked for while it has yet to commit new members. */
function countShared({ store: { members, messages } }: Context): { count: number } {
  const shared = { count: 0 };
  const { add } = members;
  const { append } = messages;
  let adding = 0;
  spyOn(members, "add").mockImplementation((...asked) => {
    const added = add(...asked);
    adding++;
    void added.finally(() => adding--);
    return added;
  });
  spyOn(messages, "append").mockImplementation((message) => {
    if (adding === 2) shared.count++;
    return append(message);
  });
  return shared;
}

const typesOf = (frames: readonly Frame[]) =>
  frames.map(({ type }) => type).filter((type) => type !== "presence.changed" && type !== "status_change");

test("who is added to a private channel hears of it before a message that is stored in the same moment", async () => {
  await using server = await startLocalServer();
  const address = server.address(false);
  using people = await friends(address, "ana", "ben", "cat", "dora");
  using olga = await PeerV1.register(address, "olga");
  await olga.fence();
  const { ana, ben, cat, dora } = people;
  const shared = countShared(server.context);
  for (let round = 1; shared.count < 5; round++) {
    expect(round).toBeLessThan(100);
    const before = shared.count;
    const { channel } = await ana.request("channel.create", { kind: "private", name: `secret${round}` });
    const channel_id = channel.id;
    for (const username of ["ben", "dora"]) await ana.request("channel.add_member", { channel_id, username });
    await Promise.all([cat.fence(), olga.fence()]);
    await Promise.all([
      ana.request("channel.add_member", { channel_id, username: "cat" }),
      dora.request("channel.add_member", { channel_id, username: "olga" }),
      ben.say(channel_id, "welcome"),
    ]);
    const heard = [typesOf(await cat.fence()), typesOf(await olga.fence())];
    if (shared.count === before) continue;
    expect(heard).toEqual([
      ["channel.created", "member.joined", "member.joined", "message.created"],
      ["channel_created", "message"],
    ]);
  }
});

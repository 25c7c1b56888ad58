import { expect } from "bun:test";

import { expectRefusal, generalOf, openDm, register, say, type Scene } from "./scene.ts";

export function describeMembers(scene: Scene): void {
  scene("joining and leaving tell whether they changed anything", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const { channel_id } = await store.channels.create({
      kind: "public",
      name: "music",
      description: "",
      created_by: ana,
      now_ms: 1,
    });
    expect(await store.members.has(channel_id, ben)).toBe(false);
    expect(await store.members.add(channel_id, ben, 2)).toEqual({
      user: { user_id: ben, username: "ben" },
      channel: expect.objectContaining({ id: channel_id, name: "music", joined: true }),
    });
    expect(await store.members.add(channel_id, ben, 3)).toBeUndefined();
    expect(await store.members.has(channel_id, ben)).toBe(true);
    expect(await store.members.has(channel_id, ana)).toBe(false);
    expect(await store.members.remove(channel_id, ben)).toBe(true);
    expect(await store.members.remove(channel_id, ben)).toBe(false);
    expect(await store.members.has(channel_id, ben)).toBe(false);
  });

  scene("the read marker of a new member stands at the newest message", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    await store.members.remove(general, ben);
    await say(store, general, ana, "one");
    await say(store, general, ana, "two");
    await store.members.add(general, ben, 5);
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 2, read_seq: 2 });
  });

  scene("joining twice keeps the read marker", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    await say(store, general, ana, "unread");
    await store.members.add(general, ben, 5);
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 1, read_seq: 0 });
  });

  scene("nobody joins a channel that is not there", async (store) => {
    const [ana] = await register(store, "ana");
    await expectRefusal(store.members.add(4_711, ana, 1), "not_found");
  });

  scene("members are listed in order of name, without regard to case", async (store) => {
    const [cleo, ana, ben] = await register(store, "cleo", "ana", "Ben");
    expect(await store.members.list(await generalOf(store))).toEqual([
      { user_id: ana, username: "ana" },
      { user_id: ben, username: "Ben" },
      { user_id: cleo, username: "cleo" },
    ]);
    const first = await store.members.list(await generalOf(store), 2);
    expect(first.map(({ username }) => username)).toEqual(["ana", "Ben"]);
  });

  scene("channelIdsOf has channels and dms", async (store) => {
    const [ana, ben, eve] = await register(store, "ana", "ben", "eve");
    const general = await generalOf(store);
    const dm = await openDm(store, ana, ben);
    expect((await store.members.channelIdsOf(ana)).toSorted()).toEqual([general, dm].toSorted());
    expect(await store.members.channelIdsOf(eve)).toEqual([general]);
    await store.members.remove(general, eve);
    expect(await store.members.channelIdsOf(eve)).toEqual([]);
  });
}

import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import { expectRefusal, generalOf, openDm, register, say, type Scene } from "./scene.ts";

const makeEmpty = (store: Store, name: string, created_by: number) => {
  const description = `all about ${name}`;
  return store.channels.create({ kind: "public", name, description, created_by, now_ms: 3_000 });
};

export function describeChannels(scene: Scene): void {
  scene("general is there from the start", async (store) => {
    const [ana] = await register(store, "ana");
    const [only, ...others] = await store.channels.listFor(ana);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      id: await generalOf(store),
      kind: "public",
      name: "general",
      description: "General discussion",
      created_by: null,
      last_seq: 0,
      last_message_at_ms: null,
      joined: true,
      read_seq: 0,
      members: [],
    });
  });

  scene("a new channel is found by name in any case, and has no members", async (store) => {
    const [ana] = await register(store, "ana");
    const { channel_id } = await makeEmpty(store, "music", ana);
    expect(await store.channels.idsByName(ana, "music")).toEqual([channel_id]);
    expect(await store.channels.idsByName(ana, "MuSiC")).toEqual([channel_id]);
    expect(await store.channels.idsByName(ana, "musi")).toEqual([]);
    expect(await store.members.list(channel_id)).toEqual([]);
    expect(await store.channels.viewFor(ana, channel_id)).toEqual({
      id: channel_id,
      kind: "public",
      name: "music",
      description: "all about music",
      created_by: ana,
      created_at_ms: 3_000,
      archived_at_ms: null,
      last_rev: 0,
      last_seq: 0,
      last_message_at_ms: null,
      joined: false,
      read_seq: 0,
      mention_count: 0,
      members: [],
    });
  });

  scene("a new channel has its maker as a member when they join it at once", async (store) => {
    const [ana] = await register(store, "ana");
    const channel = { kind: "private", name: "plans", description: "", created_by: ana } as const;
    const made = await store.channels.create({ ...channel, now_ms: 3_000, joins: true });
    const { channel_id } = made;
    expect(made).toMatchObject({
      channel: undefined,
      joined: { user: { user_id: ana }, channel: { id: channel_id, joined: true } },
    });
    expect(await store.members.list(channel_id)).toMatchObject([{ user_id: ana }]);
    expect(await store.members.add(channel_id, ana, 4_000)).toBeUndefined();
    await expectRefusal(store.channels.create({ ...channel, now_ms: 3_000, joins: true }), "exists");
  });

  scene("a name in use is refused in any case", async (store) => {
    const [ana] = await register(store, "ana");
    await makeEmpty(store, "music", ana);
    await expectRefusal(makeEmpty(store, "music", ana), "exists");
    await expectRefusal(makeEmpty(store, "Music", ana), "exists");
    await expectRefusal(makeEmpty(store, "general", ana), "exists");
  });

  scene("the list has public channels in order of name, joined or not", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    for (const name of ["zebra", "music", "art"]) await makeEmpty(store, name, ana);
    const [music] = await store.channels.idsByName(ana, "music");
    await store.members.add(music ?? 0, ben, 4_000);
    const list = await store.channels.listFor(ben);
    expect(list.map(({ name, joined }) => [name, joined])).toEqual([
      ["art", false],
      ["general", true],
      ["music", true],
      ["zebra", false],
    ]);
  });

  scene("who has not joined has nothing unread there", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const { channel_id } = await makeEmpty(store, "music", ana);
    await store.members.add(channel_id, ana, 4_000);
    await say(store, channel_id, ana, "one");
    await say(store, channel_id, ana, "two", { now_ms: 12_000 });
    const view = await store.channels.viewFor(ben, channel_id);
    expect(view).toMatchObject({ joined: false, last_seq: 2, read_seq: 2, last_message_at_ms: 12_000 });
  });

  scene("the list and the single view agree", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    await makeEmpty(store, "music", ana);
    const dm = await openDm(store, ana, ben);
    await say(store, dm, ana, "hello");
    const list = await store.channels.listFor(ben);
    expect(list).toHaveLength(3);
    for (const view of list) expect(await store.channels.viewFor(ben, view.id)).toEqual(view);
    expect(await store.channels.viewFor(ben, 4_711)).toBeUndefined();
  });
}

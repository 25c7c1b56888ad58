import { expect } from "bun:test";

import { openDm, register, say, type Scene, undelivered } from "./scene.ts";

export function describeDms(scene: Scene): void {
  scene("a dm is made once for a pair, whoever opens it", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    expect(await store.channels.dmOf([ana, ben])).toBeUndefined();
    const first = await store.channels.openDm({ user_ids: [ana, ben], created_by: ana, now_ms: 1 });
    expect(first.created).toBe(true);
    expect(await store.channels.dmOf([ben, ana, ben])).toBe(first.channel_id);
    expect(await store.channels.dmOf([ana])).toBeUndefined();
    for (const user_ids of [[ana, ben] as const, [ben, ana] as const])
      expect(await store.channels.openDm({ user_ids, created_by: ben, now_ms: 2 })).toEqual({
        channel_id: first.channel_id,
        created: false,
      });
  });

  scene("two who open it at the same moment get the same one", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const both = await Promise.all([
      store.channels.openDm({ user_ids: [ana, ben], created_by: ana, now_ms: 1 }),
      store.channels.openDm({ user_ids: [ben, ana], created_by: ben, now_ms: 1 }),
    ]);
    expect(both.map(({ created }) => created)).toEqual([true, false]);
    expect(both[0].channel_id).toBe(both[1].channel_id);
  });

  scene("both are its members, and only they see it", async (store) => {
    const [ben, ana, eve] = await register(store, "ben", "Ana", "eve");
    const dm = await openDm(store, ben, ana);
    const members = [
      { user_id: ana, username: "Ana" },
      { user_id: ben, username: "ben" },
    ];
    for (const insider of [ana, ben])
      expect(await store.channels.viewFor(insider, dm)).toMatchObject({ kind: "dm", name: null, members });
    expect(await store.channels.viewFor(eve, dm)).toBeUndefined();
    expect((await store.channels.listFor(eve)).map(({ kind }) => kind)).toEqual(["public"]);
    expect(await store.members.list(dm)).toEqual(members);
  });

  scene("a dm of several is that of exactly these, in whatever order they are named", async (store) => {
    const [ana, ben, cleo, dora] = await register(store, "ana", "ben", "cleo", "dora");
    const three = await openDm(store, ana, ben, cleo);
    expect(await openDm(store, cleo, ana, ben)).toBe(three);
    expect(await openDm(store, ben, cleo, ana, ben, cleo)).toBe(three);
    const others = [
      await openDm(store, ana, ben),
      await openDm(store, ana, cleo),
      await openDm(store, ana, ben, cleo, dora),
      await openDm(store, ana, ben, dora),
    ];
    expect(new Set([three, ...others]).size).toBe(5);
    const view = await store.channels.viewFor(ben, three);
    expect(view).toMatchObject({ kind: "dm", name: null, created_by: ana, joined: true });
    expect(view?.members.map(({ username }) => username)).toEqual(["ana", "ben", "cleo"]);
    expect(await store.channels.viewFor(dora, three)).toBeUndefined();
    await say(store, three, ana, "hello, you two");
    expect((await store.channels.listFor(cleo)).map(({ id }) => id)).toContain(three);
    for (const user_id of [ben, cleo])
      expect(await undelivered(store, user_id)).toMatchObject([{ content: "hello, you two" }]);
  });

  scene("one may have a dm with oneself", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const notes = await openDm(store, ana, ana);
    expect(notes).not.toBe(await openDm(store, ana, ben));
    expect(await openDm(store, ana, ana)).toBe(notes);
    const view = await store.channels.viewFor(ana, notes);
    expect(view?.members).toEqual([{ user_id: ana, username: "ana" }]);
  });

  scene("dms follow the public channels, the newest message first, empty ones last", async (store) => {
    const [ana, ben, cleo, dora] = await register(store, "ana", "ben", "cleo", "dora");
    const [with_ben, with_cleo, with_dora] = [
      await openDm(store, ana, ben),
      await openDm(store, ana, cleo),
      await openDm(store, ana, dora),
    ];
    await say(store, with_cleo, ana, "first");
    await say(store, with_ben, ben, "second");
    const ids = (await store.channels.listFor(ana)).map(({ id }) => id);
    expect(ids.slice(1)).toEqual([with_ben, with_cleo, with_dora]);
    await say(store, with_cleo, cleo, "third");
    const later = (await store.channels.listFor(ana)).map(({ id }) => id);
    expect(later.slice(1)).toEqual([with_cleo, with_ben, with_dora]);
  });

  scene("a dm is listed for the others from its first message on", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    const lists = async (user_id: number) => {
      const { channels } = await store.messages.catchUp(user_id, []);
      expect(channels).toEqual(await store.channels.listFor(user_id));
      return channels.filter(({ kind }) => kind === "dm");
    };
    const shown = { id: dm, members: [{ username: "ana" }, { username: "ben" }] };
    expect(await lists(ana)).toMatchObject([shown]);
    expect(await lists(ben)).toEqual([]);
    expect(await store.channels.viewFor(ben, dm)).toMatchObject(shown);
    expect(await store.members.channelIdsOf(ben)).toContain(dm);
    await say(store, dm, ben, "hello");
    for (const user_id of [ana, ben]) expect(await lists(user_id)).toMatchObject([shown]);
  });

  scene("a dm has no name to be found by", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    await openDm(store, ana, ben);
    for (const name of ["", "null", `${ana}:${ben}`])
      expect(await store.channels.idsByName(ana, name)).toEqual([]);
  });
}

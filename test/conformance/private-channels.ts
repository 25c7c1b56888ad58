import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import { expectRefusal, generalOf, makeChannel, openDm, register, say, type Scene } from "./scene.ts";

const rename = (store: Store, user_id: number, channel_id: number, name: string, now_ms = 4_000) =>
  store.channels.update({ channel_id, user_id, name, now_ms });

export function describePrivateChannels(scene: Scene): void {
  describeSight(scene);
  describeNames(scene);
  describeUpdates(scene);
}

function describeSight(scene: Scene): void {
  scene("a private channel is seen by its members only", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const plans = await makeChannel(store, "private", "plans", ana);
    await say(store, plans, ana, "hello");
    expect(await store.channels.viewFor(ana, plans)).toMatchObject({
      kind: "private",
      name: "plans",
      created_by: ana,
      joined: true,
      members: [],
    });
    const seen = async (user_id: number) => (await store.channels.listFor(user_id)).map(({ name }) => name);
    expect(await seen(ana)).toEqual(["general", "plans"]);
    expect(await store.channels.viewFor(ben, plans)).toBeUndefined();
    expect(await seen(ben)).toEqual(["general"]);
    await store.members.add(plans, ben, 5_000);
    expect(await seen(ben)).toEqual(["general", "plans"]);
    expect(await store.channels.viewFor(ben, plans)).toMatchObject({ joined: true, read_seq: 1 });
    await store.members.remove(plans, ana);
    expect(await seen(ana)).toEqual(["general"]);
    expect(await store.channels.viewFor(ana, plans)).toBeUndefined();
    expect(await store.members.channelIdsOf(ben)).toContain(plans);
  });

  scene("public and private channels are listed together in order of name, then the dms", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    await say(store, dm, ana, "hello");
    for (const [kind, name] of [
      ["private", "zoo"],
      ["public", "music"],
      ["private", "art"],
      ["public", "yoga"],
    ] as const)
      await makeChannel(store, kind, name, ana);
    const names = async (user_id: number) =>
      (await store.channels.listFor(user_id)).map(({ name, id }) => name ?? id);
    expect(await names(ana)).toEqual(["art", "general", "music", "yoga", "zoo", dm]);
    expect(await names(ben)).toEqual(["general", "music", "yoga", dm]);
  });
}

function describeNames(scene: Scene): void {
  scene("a private channel takes no name from those who cannot see it", async (store) => {
    const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
    const of_ana = await makeChannel(store, "private", "plans", ana);
    const of_ben = await makeChannel(store, "private", "Plans", ben);
    const open = await makeChannel(store, "public", "plans", cleo);
    expect(new Set([of_ana, of_ben, open]).size).toBe(3);
    for (const kind of ["public", "private"] as const)
      for (const user_id of [ana, ben, cleo])
        await expectRefusal(makeChannel(store, kind, "PLANS", user_id), "exists");
  });

  scene("a name is taken for who can see it, public or private", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    await makeChannel(store, "private", "plans", ana);
    await expectRefusal(makeChannel(store, "private", "plans", ana), "exists");
    await expectRefusal(makeChannel(store, "public", "plans", ana), "exists");
    await expectRefusal(makeChannel(store, "private", "general", ben), "exists");
  });

  scene("a name finds first the channel that the user has seen so for longest", async (store) => {
    const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
    const found = (user_id: number) => store.channels.idsByName(user_id, "PLANS");
    const of_ana = await makeChannel(store, "private", "plans", ana);
    const of_ben = await makeChannel(store, "private", "plans", ben);
    expect([await found(ana), await found(ben), await found(cleo)]).toEqual([[of_ana], [of_ben], []]);
    await store.members.add(of_ana, ben, 5_000);
    await store.members.add(of_ana, cleo, 6_000);
    await store.members.add(of_ben, cleo, 5_000);
    expect(await found(ben)).toEqual([of_ben, of_ana]);
    expect(await found(cleo)).toEqual([of_ben, of_ana]);
    const open = await makeChannel(store, "public", "music", ana);
    await expectRefusal(rename(store, ana, open, "plans"), "exists");
    await store.members.remove(of_ana, ana);
    await rename(store, ana, open, "plans", 5_500);
    expect(await found(ana)).toEqual([open]);
    expect(await found(ben)).toEqual([of_ben, of_ana, open]);
    expect(await found(cleo)).toEqual([of_ben, open, of_ana]);
  });

  scene(
    "a channel that takes another name and then its old one comes after who had it meanwhile",
    async (store) => {
      const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
      const of_ana = await makeChannel(store, "private", "plans", ana, cleo);
      const of_ben = await makeChannel(store, "private", "plans", ben, cleo);
      expect(await store.channels.idsByName(cleo, "plans")).toEqual([of_ana, of_ben]);
      await rename(store, ana, of_ana, "PLANS", 4_000); // the same to all who write it
      expect(await store.channels.idsByName(cleo, "plans")).toEqual([of_ana, of_ben]);
      expect(await rename(store, ana, of_ana, "travel", 4_000)).toMatchObject({
        former_name: "PLANS",
        channel: { id: of_ana, name: "travel" },
      });
      expect(await store.channels.idsByName(cleo, "plans")).toEqual([of_ben]);
      await rename(store, ana, of_ana, "plans", 4_000);
      expect(await store.channels.idsByName(cleo, "plans")).toEqual([of_ben, of_ana]);
    },
  );

  scene("new users join general, whatever private channels are named", async (store) => {
    const [ana] = await register(store, "ana");
    await makeChannel(store, "private", "plans", ana);
    const [ben] = await register(store, "ben");
    expect(await store.members.channelIdsOf(ben)).toEqual([await generalOf(store)]);
  });
}

function describeUpdates(scene: Scene): void {
  scene("what is given changes, the rest stays, and no rev is taken", async (store) => {
    const [ana] = await register(store, "ana");
    const channel_id = await makeChannel(store, "public", "music", ana);
    const { channels } = store;
    const update = (change: object) =>
      channels.update({ channel_id, user_id: ana, now_ms: 4_000, ...change });
    const before = await channels.viewFor(ana, channel_id);
    const expectView = async (change: object) =>
      expect(await channels.viewFor(ana, channel_id)).toEqual(Object.assign({}, before, change));
    await update({});
    await expectView({});
    await update({ description: "songs" });
    await expectView({ description: "songs" });
    await update({ name: "songs", archived_at_ms: 7_000 });
    await expectView({ name: "songs", description: "songs", archived_at_ms: 7_000 });
    await update({ description: "" });
    await expectView({ name: "songs", description: "", archived_at_ms: 7_000 });
    await update({ archived_at_ms: null });
    await expectView({ name: "songs", description: "" });
    expect(await channels.idsByName(ana, "music")).toEqual([]);
    expect(await channels.idsByName(ana, "songs")).toEqual([channel_id]);
  });

  scene(
    "a new name is held to the rules of a new channel; one's own in another case is free",
    async (store) => {
      const [ana, ben] = await register(store, "ana", "ben");
      const music = await makeChannel(store, "public", "music", ana);
      const of_ben = await makeChannel(store, "private", "plans", ben);
      await expectRefusal(rename(store, ana, music, "General"), "exists");
      await expectRefusal(rename(store, ben, of_ben, "music"), "exists");
      expect(await store.channels.viewFor(ana, music)).toMatchObject({ name: "music" });
      await rename(store, ana, music, "MUSIC");
      expect(await store.channels.viewFor(ana, music)).toMatchObject({ name: "MUSIC" });
      await rename(store, ana, music, "plans");
      expect(await store.channels.viewFor(ben, of_ben)).toMatchObject({ name: "plans" });
      const of_ana = await makeChannel(store, "private", "music", ana);
      await expectRefusal(rename(store, ana, of_ana, "plans"), "exists");
    },
  );
}

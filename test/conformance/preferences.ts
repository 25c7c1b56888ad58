import { expect } from "bun:test";

import { expectRefusal, generalOf, makeChannel, openDm, register, type Scene } from "./scene.ts";

const plain = { level: "all", muted: false, favorite: false, place: null } as const;

export function describePreferences(scene: Scene): void {
  scene("how one wants a channel is kept for oneself, and what says nothing is left out", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const untouched = await store.channels.viewFor(ana, general);
    expect(untouched).not.toContainAnyKeys(["level", "muted", "favorite", "place"]);
    const muted = await store.members.setPreferences(general, ana, { level: "mentions", muted: true });
    expect(muted).toEqual({ ...plain, level: "mentions", muted: true, changed: true });
    const again = await store.members.setPreferences(general, ana, { muted: true });
    expect(again).toEqual({ ...muted, changed: false });
    expect(await store.members.setPreferences(general, ana, { favorite: true })).toMatchObject({
      level: "mentions",
      muted: true,
      favorite: true,
    });
    const view = { ...untouched, level: "mentions", muted: true, favorite: true };
    expect(await store.channels.viewFor(ana, general)).toEqual(view as typeof untouched);
    expect((await store.channels.listFor(ana))[0]).toEqual(view as NonNullable<typeof untouched>);
    expect(await store.channels.viewFor(ben, general)).not.toContainAnyKeys(["level", "muted", "favorite"]);
    for (const name of ["muted", "favorite"] as const)
      await store.members.setPreferences(general, ana, { [name]: false, level: "all" });
    expect(await store.channels.viewFor(ana, general)).toEqual(untouched);
  });

  scene("channels get the places one gives them; those one is not in are passed over", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const art = await makeChannel(store, "public", "art", ana, ben);
    const chess = await makeChannel(store, "private", "chess", ana);
    const dm = await openDm(store, ana, ben);
    const placesOf = async (user_id: number) =>
      Object.fromEntries((await store.channels.listFor(user_id)).map(({ id, place }) => [id, place]));
    expect(await store.members.arrange(ana, [chess, dm, art])).toBe(true);
    expect(await store.members.arrange(ana, [chess, dm, art])).toBe(false);
    expect(await placesOf(ana)).toEqual({ [chess]: 1, [dm]: 2, [art]: 3, [general]: undefined });
    expect(await store.members.arrange(ana, [general])).toBe(true);
    expect(await placesOf(ana)).toEqual({ [chess]: 1, [dm]: 2, [art]: 3, [general]: 1 });
    expect(await store.members.arrange(ben, [chess, art, 4_711])).toBe(true);
    expect(await placesOf(ben)).toEqual({ [art]: 2, [general]: undefined, [dm]: undefined });
    expect(await placesOf(ana)).toMatchObject({ [art]: 3 });
  });

  scene("what becomes a favorite, or no more, loses its place", async (store) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    await store.members.arrange(ana, [general]);
    const set = (change: object) => store.members.setPreferences(general, ana, change);
    expect(await set({ muted: true, favorite: false })).toMatchObject({ place: 1 });
    expect(await set({ favorite: true })).toMatchObject({ place: null });
    await store.members.arrange(ana, [general]);
    expect(await set({ favorite: true })).toMatchObject({ place: 1, changed: false });
    expect(await set({ favorite: false })).toMatchObject({ place: null });
  });

  scene("who leaves and comes again begins anew, and who is no member wants nothing", async (store) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    await store.members.setPreferences(general, ana, { level: "none", muted: true, favorite: true });
    await store.members.arrange(ana, [general]);
    await store.members.remove(general, ana);
    expect(await store.channels.viewFor(ana, general)).not.toContainAnyKeys(["level", "muted", "place"]);
    await expectRefusal(store.members.setPreferences(general, ana, { muted: true }), "not_found");
    expect(await store.members.arrange(ana, [general])).toBe(false);
    await store.members.add(general, ana, 5_000);
    expect(await store.members.setPreferences(general, ana, {})).toEqual({ ...plain, changed: false });
  });
}

import { expect } from "bun:test";

import { expectRefusal, generalOf, register, say, type Scene } from "./scene.ts";

export function describeUsers(scene: Scene): void {
  scene("a user is found by name in any case, in the spelling of the registration", async (store) => {
    const { user_id } = await store.users.create({ username: "Ana", password_hash: "secret", now_ms: 1 });
    const found = { user_id, username: "Ana", password_hash: "secret" };
    expect(await store.users.byName("Ana")).toEqual(found);
    expect(await store.users.byName("aNA")).toEqual(found);
    expect(await store.users.byId(user_id)).toEqual({ user_id, username: "Ana" });
  });

  scene("a name nobody has finds nobody", async (store) => {
    await register(store, "ana");
    expect(await store.users.byName("ana")).toBeDefined();
    expect(await store.users.byName("an")).toBeUndefined();
    expect(await store.users.byName("%")).toBeUndefined();
    expect(await store.users.byId(4_711)).toBeUndefined();
  });

  scene("a taken name is refused in any case, also when both come at once", async (store) => {
    const tries = ["ben", "Ben", "BEN"].map((username) =>
      store.users.create({ username, password_hash: "x", now_ms: 1 }),
    );
    const settled = await Promise.allSettled(tries);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    await expectRefusal(store.users.create({ username: "bEN", password_hash: "x", now_ms: 1 }), "exists");
  });

  scene("a new user is a member of general who has read all of it", async (store) => {
    const general = await generalOf(store);
    const [ana] = await register(store, "ana");
    await say(store, general, ana, "before ben came");
    const [ben] = await register(store, "ben");
    expect(await store.members.has(general, ben)).toBe(true);
    const view = await store.channels.viewFor(ben, general);
    expect(view).toMatchObject({ joined: true, last_seq: 1, read_seq: 1 });
  });
}

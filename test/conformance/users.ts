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

  scene("how one shows is kept until chosen anew, and what is left out stays", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const at_first = { chosen_status: "online", status_text: "" } as const;
    expect(await store.users.presenceOf(ana)).toEqual(at_first);
    const busy = { chosen_status: "dnd", status_text: "writing" } as const;
    expect(await store.users.choosePresence(ana, busy)).toEqual(busy);
    const hidden = { ...busy, chosen_status: "invisible" } as const;
    expect(await store.users.choosePresence(ana, { chosen_status: "invisible" })).toEqual(hidden);
    const silent = { ...hidden, status_text: "" };
    expect(await store.users.choosePresence(ana, { status_text: "" })).toEqual(silent);
    expect(await store.users.choosePresence(ana, {})).toEqual(silent);
    expect(await store.users.presenceOf(ana)).toEqual(silent);
    expect(await store.users.presenceOf(ben)).toEqual(at_first);
    await expectRefusal(store.users.presenceOf(4_711), "not_found");
    await expectRefusal(store.users.choosePresence(4_711, busy), "not_found");
  });
}

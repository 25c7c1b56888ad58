import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import { generalOf, openDm, register, say, type Scene, wholeHistory } from "./scene.ts";

const picture = (letter: string) => ({
  sha256: letter.repeat(64),
  media_type: "image/webp",
  size_bytes: 900,
});

/** Everywhere that a user is read. */
async function seen(store: Store, user_id: number, reader_id: number) {
  const general = await generalOf(store);
  const dm = await openDm(store, reader_id, user_id);
  const [message] = await wholeHistory(store, reader_id, general);
  const { changes, channels } = await store.messages.catchUp(reader_id, [
    { channel_id: general, rev: 0, from_seq: 0 },
  ]);
  const inDm = (list: readonly { id: number; members: { user_id: number }[] }[]) =>
    list.find(({ id }) => id === dm)?.members.find((member) => member.user_id === user_id);
  const { password_hash: _, ...named } = (await store.users.byName("ana")) ?? { password_hash: "" };
  const view = await store.channels.viewFor(reader_id, dm);
  return [
    await store.users.byId(user_id),
    (await store.users.byIds([4_711, user_id]))[0],
    named,
    (await store.members.list(general)).find((member) => member.user_id === user_id),
    message?.author,
    (await store.messages.find(reader_id, message?.id ?? 0))?.author,
    changes[0]?.messages[0]?.author,
    (await store.messages.reactors(message?.id ?? 0, "👍"))[0],
    inDm(channels),
    inDm(view ? [view] : []),
    (await say(store, general, user_id, "again")).author,
  ];
}

export function describeProfiles(scene: Scene): void {
  scene("a display name and a picture are told wherever a user is, old messages too", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const { id } = await say(store, await generalOf(store), ana, "hello");
    await store.changes.react({ id, user_id: ana, emoji: "👍", on: true });
    const all = async (expected: object) => {
      for (const user of await seen(store, ana, ben)) expect(user).toStrictEqual(expected);
    };
    await all({ user_id: ana, username: "ana" });
    await store.users.setDisplayName(ana, "Ana Lund");
    await all({ user_id: ana, username: "ana", display_name: "Ana Lund" });
    await store.avatars.set({ user_id: ana, ...picture("a") });
    const avatar_id = (await store.users.byId(ana))?.avatar_id;
    expect(avatar_id).toBeGreaterThan(0);
    await all({ user_id: ana, username: "ana", display_name: "Ana Lund", avatar_id });
    await store.users.setDisplayName(ana, null);
    await all({ user_id: ana, username: "ana", avatar_id });
    await store.avatars.remove(ana);
    await all({ user_id: ana, username: "ana" });
    expect(await store.users.byId(ben)).toStrictEqual({ user_id: ben, username: "ben" });
  });

  scene("another picture has another id, and the one before is gone and to be looked at", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const idOf = async (user_id: number) => (await store.users.byId(user_id))?.avatar_id ?? 0;
    await store.avatars.set({ user_id: ana, ...picture("a") });
    await store.avatars.set({ user_id: ben, ...picture("b") });
    const first = await idOf(ana);
    expect(await store.avatars.find(first)).toEqual(picture("a"));
    await store.avatars.set({ user_id: ana, ...picture("b") });
    const second = await idOf(ana);
    expect([first, await idOf(ben)]).not.toContain(second);
    expect(await store.avatars.find(first)).toBeUndefined();
    expect(await store.avatars.find(second)).toEqual(picture("b"));
    await store.avatars.remove(ana);
    await store.avatars.remove(ana);
    expect(await store.avatars.find(second)).toBeUndefined();
    await store.avatars.set({ user_id: ana, ...picture("c") });
    expect([first, second]).not.toContain(await idOf(ana));
    expect(await store.files.dropped()).toEqual([picture("a").sha256, picture("b").sha256]);
    const used = (letter: string) => store.files.isUsed(picture(letter).sha256);
    expect([await used("a"), await used("b"), await used("c")]).toEqual([false, true, true]);
  });
}

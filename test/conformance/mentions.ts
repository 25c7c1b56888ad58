import { expect } from "bun:test";

import type { Mentions } from "../../src/domain/ports/message-store.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { generalOf, makeChannel, openDm, register, say, type Scene } from "./scene.ts";

const naming = (...usernames: string[]): Mentions => ({ usernames, user_ids: [], everyone: false });
const everyone: Mentions = { usernames: [], user_ids: [], everyone: true };

async function threeInGeneral(store: Store) {
  const [ana, ben, cleo] = await register(store, "ana", "Ben", "cleo");
  const general = await generalOf(store);
  const post = (author_id: number, mentions: Mentions | undefined, content = "hello") =>
    say(store, general, author_id, content, { mentions });
  /** What ana, ben and cleo have unread that names them; the view and the list say the same. */
  const counts = async (channel_id = general) => {
    const seen: (number | undefined)[] = [];
    for (const user_id of [ana, ben, cleo]) {
      const view = await store.channels.viewFor(user_id, channel_id);
      const listed = (await store.channels.listFor(user_id)).find(({ id }) => id === channel_id);
      expect(listed).toEqual(view);
      seen.push(view?.mention_count);
    }
    return seen;
  };
  return { ana, ben, cleo, general, post, counts };
}

export function describeMentions(scene: Scene): void {
  describeNames(scene);
  describeMoments(scene);
}

function describeNames(scene: Scene): void {
  scene("names of members count in any case, others do not, nor the author", async (store) => {
    const { ana, post, counts } = await threeInGeneral(store);
    await post(ana, naming("BEN", "nobody", "ana"));
    expect(await counts()).toEqual([0, 1, 0]);
    await post(ana, naming("ben", "cleo"));
    expect(await counts()).toEqual([0, 2, 1]);
    await post(ana, undefined);
    expect(await counts()).toEqual([0, 2, 1]);
  });

  scene("ids count as names do, each message once", async (store) => {
    const { ana, ben, cleo, post, counts } = await threeInGeneral(store);
    await post(ana, { usernames: ["ben"], user_ids: [ana, ben, cleo, 4_711], everyone: false });
    expect(await counts()).toEqual([0, 1, 1]);
    await post(ana, { usernames: ["ben"], user_ids: [cleo], everyone: true });
    expect(await counts()).toEqual([0, 2, 2]);
  });

  scene("everyone is everybody but the author, also after marking it as unread", async (store) => {
    const { ana, general, post, counts } = await threeInGeneral(store);
    await post(ana, everyone);
    expect(await counts()).toEqual([0, 1, 1]);
    expect(await store.members.markUnread(general, ana, 1)).toMatchObject({ read_seq: 0, mention_count: 0 });
    expect(await counts()).toEqual([0, 1, 1]);
  });

  scene("who is no member is not named, and each channel counts for itself", async (store) => {
    const { ana, ben, cleo, general, post, counts } = await threeInGeneral(store);
    const music = await makeChannel(store, "public", "music", ana, ben);
    const dm = await openDm(store, ana, cleo);
    await say(store, music, ana, "hello", { mentions: naming("ben", "cleo") });
    await say(store, dm, ana, "hello", { mentions: naming("cleo", "ben") });
    expect(await counts(music)).toEqual([0, 1, 0]);
    expect(await counts(dm)).toEqual([0, undefined, 1]);
    expect(await counts(general)).toEqual([0, 0, 0]);
    await store.members.add(music, cleo, 5_000);
    expect(await counts(music)).toEqual([0, 1, 0]);
    await post(ana, naming("cleo"));
    expect(await counts(general)).toEqual([0, 0, 1]);
  });
}

function describeMoments(scene: Scene): void {
  scene("the count follows the read marker, both ways", async (store) => {
    const { ana, ben, general, post, counts } = await threeInGeneral(store);
    for (const mentions of [naming("ben"), undefined, naming("ben"), everyone]) await post(ana, mentions);
    expect(await counts()).toEqual([0, 3, 1]);
    expect(await store.members.markRead(general, ben, 2)).toMatchObject({ mention_count: 2 });
    expect(await store.members.markRead(general, ben, 4)).toMatchObject({ mention_count: 0 });
    expect(await store.members.markUnread(general, ben, 4)).toMatchObject({ mention_count: 1 });
    expect(await store.members.markUnread(general, ben, 1)).toMatchObject({ mention_count: 3 });
    await post(ben, undefined);
    expect(await counts()).toEqual([0, 0, 1]);
  });

  scene("an edit names anew, a deletion names nobody", async (store) => {
    const { ana, post, counts } = await threeInGeneral(store);
    const { id } = await post(ana, naming("ben"), "@ben");
    const edit = (content: string, mentions: Mentions | undefined) =>
      store.changes.edit({ id, content, mentions, now_ms: 1 });
    await edit("@cleo", naming("cleo"));
    expect(await counts()).toEqual([0, 0, 1]);
    await edit("@channel", everyone);
    expect(await counts()).toEqual([0, 1, 1]);
    await edit("nobody", undefined);
    expect(await counts()).toEqual([0, 0, 0]);
    await edit("@ben @cleo", naming("ben", "cleo"));
    expect(await counts()).toEqual([0, 1, 1]);
    await store.changes.remove(id, 2);
    expect(await counts()).toEqual([0, 0, 0]);
  });

  scene("an edit may keep those who were named, but for some", async (store) => {
    const { ana, ben, cleo, post, counts } = await threeInGeneral(store);
    const { id } = await post(ana, { usernames: [], user_ids: [ben, cleo], everyone: false }, "@here");
    const edit = (content: string, mentions: Mentions) =>
      store.changes.edit({ id, content, mentions, now_ms: 1 });
    const { named } = await edit("@here!", { ...naming(), kept: { but: [] } });
    expect(named.after).toEqual(named.before);
    expect(await counts()).toEqual([0, 1, 1]);
    await edit("@here!!", { ...naming(), kept: { but: ["CLEO", "nobody"] } });
    expect(await counts()).toEqual([0, 1, 0]);
    await edit("@here @channel", { ...everyone, kept: { but: [] } });
    expect(await counts()).toEqual([0, 1, 1]);
  });
}

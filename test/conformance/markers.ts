import { expect } from "bun:test";

import type { Place, UndeliveredPage } from "../../src/domain/ports/message-store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { expectRefusal, generalOf, openDm, register, say, type Scene, undelivered } from "./scene.ts";

export function describeMarkers(scene: Scene): void {
  scene("a read marker moves forward only, and never past the newest message", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    for (const text of ["one", "two", "three"]) await say(store, general, ana, text);
    for (const [asked, read_seq, moved] of [
      [2, 2, true],
      [2, 2, false],
      [1, 2, false],
      [0, 2, false],
      [99, 3, true],
      [99, 3, false],
    ] as const) {
      const marker = { read_seq, moved, mention_count: 0 };
      expect(await store.members.markRead(general, ben, asked)).toEqual(marker);
    }
    await say(store, general, ana, "four");
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 4, read_seq: 3 });
  });

  scene("a read marker is set back to right before a message, and further only", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    for (const text of ["one", "two", "three", "four"]) await say(store, general, ana, text);
    await store.members.markRead(general, ben, 4);
    for (const [asked, read_seq, moved] of [
      [99, 4, false],
      [5, 4, false],
      [3, 2, true],
      [3, 2, false],
      [4, 2, false],
      [1, 0, true],
      [1, 0, false],
    ] as const) {
      const marker = { read_seq, moved, mention_count: 0 };
      expect(await store.members.markUnread(general, ben, asked)).toEqual(marker);
    }
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 4, read_seq: 0 });
    expect(await store.channels.viewFor(ana, general)).toMatchObject({ read_seq: 4 });
    await expectRefusal(store.members.markUnread(4_711, ben, 1), "not_found");
  });

  scene("what is marked as unread is not delivered anew", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    await say(store, dm, ana, "one");
    expect(await undelivered(store, ben)).toHaveLength(1);
    await store.members.markDelivered(dm, ben, 1);
    await store.members.markRead(dm, ben, 1);
    await store.members.markUnread(dm, ben, 1);
    expect(await undelivered(store, ben)).toEqual([]);
  });

  scene("a deleted message is not undelivered", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    const { id } = await say(store, dm, ana, "oh no");
    await say(store, dm, ana, "hello");
    expect(await undelivered(store, ben)).toHaveLength(2);
    await store.changes.remove(id, 1);
    expect(await undelivered(store, ben)).toMatchObject([{ content: "hello" }]);
  });

  scene("deleted messages right behind a read marker count as read", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const ids: number[] = [];
    for (const text of ["one", "two", "three", "four"]) ids.push((await say(store, general, ana, text)).id);
    await store.members.markRead(general, ben, 1);
    for (const [seq, deleted_run, read_seq] of [
      [3, { from_seq: 3, to_seq: 3 }, 1],
      [2, { from_seq: 2, to_seq: 3 }, 3],
      [4, { from_seq: 2, to_seq: 4 }, 4],
    ] as const) {
      expect(await store.changes.remove(ids[seq - 1] ?? 0, 1)).toMatchObject({ deleted_run });
      expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 4, read_seq });
    }
    expect(await store.members.markRead(general, ben, 2)).toMatchObject({ read_seq: 4, moved: true });
    await say(store, general, ana, "five");
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 5, read_seq: 4 });
    expect(await store.members.markUnread(general, ben, 1)).toMatchObject({ read_seq: 0 });
  });

  scene("so they do however many there are, in whatever order they were deleted", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const length = 300;
    const said = await Promise.all(Array.from({ length }, () => say(store, general, ana, "hello")));
    const [first, last] = [said[0]?.id ?? 0, said.at(-1)?.id ?? 0];
    const every_other = (rest: number) => said.slice(1, -1).filter((_, at) => at % 2 === rest);
    for (const { id } of [...every_other(0), ...every_other(1).toReversed()])
      await store.changes.remove(id, 1);
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ read_seq: 0 });
    expect(await store.members.markRead(general, ben, 1)).toMatchObject({ read_seq: length - 1 });
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ read_seq: length - 1 });
    for (const [id, deleted_run] of [
      [last, { from_seq: 2, to_seq: length }],
      [first, { from_seq: 1, to_seq: length }],
      [said[150]?.id ?? 0, { from_seq: 1, to_seq: length }],
    ] as const)
      expect(await store.changes.remove(id, 1)).toMatchObject({ deleted_run });
    expect(await store.members.markUnread(general, ben, 1)).toMatchObject({ read_seq: length });
  });

  scene("an author has read what came before the own message", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    await say(store, general, ana, "one");
    await say(store, general, ben, "two");
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_seq: 2, read_seq: 2 });
    expect(await store.channels.viewFor(ana, general)).toMatchObject({ last_seq: 2, read_seq: 1 });
  });

  scene("there is no marker for one who is no member", async (store) => {
    const [ana, eve] = await register(store, "ana", "eve");
    const general = await generalOf(store);
    await store.members.remove(general, eve);
    await say(store, general, ana, "one");
    await expectRefusal(store.members.markRead(general, eve, 1), "not_found");
    await expectRefusal(store.members.markRead(4_711, eve, 1), "not_found");
  });

  scene("undelivered are the messages of others in dms, oldest first", async (store) => {
    const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
    const [with_ben, with_cleo] = [await openDm(store, ana, ben), await openDm(store, ana, cleo)];
    await say(store, await generalOf(store), ben, "for all");
    await say(store, with_cleo, cleo, "cleo 1");
    await say(store, with_ben, ben, "ben 1");
    await say(store, with_ben, ben, "ben 2");
    const waiting = await undelivered(store, ana);
    const of = (channel_id: number) => waiting.filter((message) => message.channel_id === channel_id);
    expect(waiting).toHaveLength(3);
    expect(of(with_ben).map(({ content }) => content)).toEqual(["ben 1", "ben 2"]);
    expect(of(with_cleo)).toMatchObject([{ content: "cleo 1", author: { user_id: cleo, username: "cleo" } }]);
    expect(await undelivered(store, ben)).toEqual([]);
  });

  scene("undelivered come a page at a time, over all dms, each once", async (store) => {
    const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
    const said = new Map<number, string[]>();
    for (const author of [ben, cleo]) {
      const dm = await openDm(store, ana, author);
      const texts = Array.from({ length: 130 }, (_, index) => `${author}: ${index}`);
      for (const text of texts) await say(store, dm, author, text);
      said.set(dm, texts);
    }
    const told = new Map<number, string[]>();
    let pages = 0;
    for (let next: Place | undefined = { channel_id: 0, seq: 0 }; next;) {
      const page: UndeliveredPage = await store.members.undelivered(ana, next);
      expect(page.messages.length).toBeLessThanOrEqual(limits.undelivered_page);
      for (const { channel_id, content } of page.messages)
        told.set(channel_id, [...(told.get(channel_id) ?? []), content]);
      next = page.next;
      pages++;
    }
    expect(told).toEqual(said);
    expect(pages).toBe(3);
  });

  scene("what was delivered or read is not undelivered", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    for (const text of ["one", "two", "three"]) await say(store, dm, ben, text);
    const texts = async () => (await undelivered(store, ana)).map(({ content }) => content);
    expect(await texts()).toEqual(["one", "two", "three"]);
    await store.members.markDelivered(dm, ana, 1);
    expect(await texts()).toEqual(["two", "three"]);
    await store.members.markRead(dm, ana, 2);
    expect(await texts()).toEqual(["three"]);
    await store.members.markDelivered(dm, ana, 1);
    expect(await texts()).toEqual(["three"]);
    await store.members.markDelivered(dm, ana, 99);
    expect(await texts()).toEqual([]);
    await say(store, dm, ben, "four");
    expect(await texts()).toEqual(["four"]);
  });

  scene("delivered is not read", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    await say(store, dm, ben, "one");
    await store.members.markDelivered(dm, ana, 1);
    expect(await store.channels.viewFor(ana, dm)).toMatchObject({ last_seq: 1, read_seq: 0 });
  });

  scene("an answer marks what was before it as read", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    await say(store, dm, ben, "are you there?");
    expect(await undelivered(store, ana)).toHaveLength(1);
    await say(store, dm, ana, "yes");
    expect(await undelivered(store, ana)).toEqual([]);
  });

  scene("an answer of who may not have been told all leaves what is undelivered", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const dm = await openDm(store, ana, ben);
    const write = (content: string) => say(store, dm, ana, content, { leaves_undelivered: true });
    const state = async () => ({
      read_seq: (await store.channels.viewFor(ana, dm))?.read_seq,
      waiting: (await undelivered(store, ana)).map(({ content }) => content),
    });
    await write("one");
    await write("two");
    expect(await state()).toEqual({ read_seq: 2, waiting: [] });
    const { id } = await say(store, dm, ben, "three");
    await write("four");
    expect(await state()).toEqual({ read_seq: 2, waiting: ["three"] });
    await store.members.markDelivered(dm, ana, 3);
    await write("five");
    expect(await state()).toEqual({ read_seq: 5, waiting: [] });
    await say(store, dm, ben, "six");
    await store.changes.remove(id, 1);
    await Promise.all([write("seven"), say(store, dm, ben, "eight"), write("nine")]);
    expect(await state()).toEqual({ read_seq: 5, waiting: ["six", "eight"] });
    const six = (await undelivered(store, ana))[0]?.id ?? 0;
    await store.changes.remove(six, 1);
    await store.members.markDelivered(dm, ana, 8);
    await write("ten");
    expect(await state()).toEqual({ read_seq: 10, waiting: [] });
    const plain = say(store, dm, ana, "eleven");
    await Promise.all([plain, say(store, dm, ben, "twelve"), write("thirteen")]);
    expect(await state()).toEqual({ read_seq: 11, waiting: ["twelve"] });
  });
}

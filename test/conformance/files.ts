import { expect } from "bun:test";

import type { NewFile } from "../../src/domain/ports/file-store.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { expectRefusal, generalOf, messageOf, register, type Scene, wholeHistory } from "./scene.ts";

const hash = (letter: string): string => letter.repeat(64);

const fileOf = (owner_id: number, more: Partial<NewFile> = {}): NewFile & { now_ms: number } => ({
  owner_id,
  name: "plan.png",
  size_bytes: 1_000,
  sha256: hash("a"),
  media_type: "image/png",
  width: 40,
  height: 30,
  thumbnail_sha256: null,
  now_ms: 1_000,
  ...more,
});

const send = (
  store: Store,
  channel_id: number,
  author_id: number,
  file_ids: number[],
  nonce: string | null = null,
) => store.messages.append(messageOf(channel_id, author_id, { content: "", nonce, file_ids }));

export function describeFiles(scene: Scene): void {
  scene(
    "a file comes back as it was added, unsent at first, then with the channel of its message",
    async (store) => {
      const [ana] = await register(store, "ana");
      const general = await generalOf(store);
      const added = fileOf(ana, { thumbnail_sha256: hash("b") });
      const info = await store.files.add(added);
      const { owner_id, sha256, thumbnail_sha256, now_ms: _, ...told } = added;
      expect(info).toEqual({ ...told, id: info.id, has_thumbnail: true });
      const record = { ...info, owner_id, sha256, thumbnail_sha256 };
      expect(await store.files.find(info.id)).toEqual({ ...record, channel_id: null });
      expect(await store.files.find(4_711)).toBeUndefined();
      expect(await store.files.unsentCount(ana)).toBe(1);
      await send(store, general, ana, [info.id]);
      expect(await store.files.find(info.id)).toEqual({ ...record, channel_id: general });
      expect(await store.files.unsentCount(ana)).toBe(0);
    },
  );

  scene("a message's files are in it wherever it is read, in the order sent", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const [one, two] = [
      await store.files.add(fileOf(ana)),
      await store.files.add(fileOf(ana, { name: "2" })),
    ];
    await store.messages.append(messageOf(general, ana));
    const { message } = await send(store, general, ana, [two.id, one.id]);
    expect(message.attachments).toEqual([two, one]);
    const history = await wholeHistory(store, ben, general);
    expect(history[0]).not.toHaveProperty("attachments");
    expect(history[1]).toEqual(message);
    expect(await store.messages.find(ben, message.id)).toEqual(message);
    expect(await store.messages.get(ben, general, [2])).toEqual([message]);
    const { changes } = await store.messages.catchUp(ben, [{ channel_id: general, rev: 1, from_seq: 0 }]);
    expect(changes[0]?.messages).toEqual([message]);
    expect(Object.keys(message).toSorted()).not.toContain("file_count");
  });

  scene(
    "only one's own files that were not sent can be sent, and a refusal leaves nothing",
    async (store) => {
      const [ana, ben] = await register(store, "ana", "ben");
      const general = await generalOf(store);
      const [mine, his] = [await store.files.add(fileOf(ana)), await store.files.add(fileOf(ben))];
      await expectRefusal(send(store, general, ana, [mine.id, his.id]), "not_found");
      await expectRefusal(send(store, general, ana, [4_711]), "not_found");
      await expectRefusal(send(store, general, ana, [mine.id, mine.id]), "not_found");
      await send(store, general, ana, [mine.id]);
      await expectRefusal(send(store, general, ana, [mine.id]), "not_found");
      expect(await wholeHistory(store, ana, general)).toMatchObject([{ seq: 1 }]);
    },
  );

  scene("a repeat with the same files gets the first answer, with others it is refused", async (store) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    const [one, two] = [await store.files.add(fileOf(ana)), await store.files.add(fileOf(ana))];
    const { message } = await send(store, general, ana, [one.id], "n");
    expect(await send(store, general, ana, [one.id], "n")).toEqual({ message, repeated: true });
    for (const others of [[], [two.id], [one.id, two.id]])
      await expectRefusal(send(store, general, ana, others, "n"), "nonce_reused");
  });

  scene(
    "a deleted message's files are gone, and their hashes are to be looked at until forgotten",
    async (store) => {
      const [ana] = await register(store, "ana");
      const general = await generalOf(store);
      const first = await store.files.add(fileOf(ana, { thumbnail_sha256: hash("b") }));
      const second = await store.files.add(fileOf(ana));
      const { message } = await send(store, general, ana, [first.id]);
      await store.changes.edit({ id: message.id, content: "text", mentions: undefined, now_ms: 2_000 });
      expect((await store.messages.find(ana, message.id))?.attachments).toEqual([first]);
      await store.changes.remove(message.id, 3_000);
      expect(await store.messages.find(ana, message.id)).not.toHaveProperty("attachments");
      expect(await store.files.find(first.id)).toBeUndefined();
      expect(await store.files.dropped()).toEqual([hash("a"), hash("b")]);
      expect([await store.files.isUsed(hash("a")), await store.files.isUsed(hash("b"))]).toEqual([
        true,
        false,
      ]);
      await store.files.forget(hash("b"));
      expect(await store.files.dropped()).toEqual([hash("a")]);
      expect(await store.files.find(second.id)).toBeDefined();
    },
  );

  scene("it is known whether there is any file or picture of a person", async (store) => {
    const [ana] = await register(store, "ana");
    expect(await store.files.areKnown()).toBe(false);
    const { id } = await store.files.add(fileOf(ana));
    expect(await store.files.areKnown()).toBe(true);
    await store.files.discard(ana, id);
    expect(await store.files.areKnown()).toBe(false);
    await store.avatars.set({ user_id: ana, sha256: hash("a"), media_type: "image/png", size_bytes: 1 });
    expect(await store.files.areKnown()).toBe(true);
    await store.avatars.remove(ana);
    expect(await store.files.areKnown()).toBe(false);
  });

  scene("files that expire are removed by and by, so that others write in between", async (store) => {
    const [ana] = await register(store, "ana");
    const count = 500;
    for (let at = 0; at < count; at++) await store.files.add({ ...fileOf(ana), now_ms: 1_000 });
    const expired = store.files.expire(5_000);
    await store.files.forget(hash("a"));
    expect(await store.files.unsentCount(ana)).toBeWithin(1, count);
    await expired;
    expect(await store.files.unsentCount(ana)).toBe(0);
  });

  scene("files that were not sent are discarded by their owner, or expire", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const add = (now_ms: number) => store.files.add({ ...fileOf(ana), now_ms });
    const [old, young, sent] = [await add(1_000), await add(5_000), await add(1_000)];
    await send(store, general, ana, [sent.id]);
    await store.files.discard(ben, young.id);
    await store.files.expire(5_000);
    expect(await store.files.find(old.id)).toBeUndefined();
    expect(await store.files.find(young.id)).toBeDefined();
    await store.files.discard(ana, young.id);
    await store.files.discard(ana, sent.id); // it belongs to its message now
    expect(await store.files.find(young.id)).toBeUndefined();
    expect(await store.files.find(sent.id)).toBeDefined();
  });
}

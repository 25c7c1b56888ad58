import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { generalOf, messageOf } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { filesFolder, uploadTo } from "../support/files-folder.ts";
import { pathOf, pngHeader, someBytes } from "../support/files.ts";

/** Ana, on a server whose disk takes nothing away until `held` is resolved. */
async function slowDisk() {
  const made = await createTestContext(new FakeClock());
  const folder = filesFolder(made.store);
  const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = { looks: 0, removed: 0 };
  const records = {
    ...made.store.files,
    dropped() {
      done.looks++;
      return made.store.files.dropped();
    },
  };
  const contents = {
    ...folder.contents,
    async remove(sha256: string) {
      done.removed++;
      begun.resolve();
      await held.promise;
      return folder.contents.remove(sha256);
    },
  };
  const context = { ...made, files: folder.desk({ records, contents, log: made.log }) };
  const session = new Session({ deliver() {}, close() {} });
  const about = { username: "ana", password: "secret" };
  const { user } = await dispatch(context, session, "session.register", about);
  return {
    context,
    session,
    ana: user.user_id,
    files: context.files,
    folder,
    records,
    contents,
    held,
    begun: begun.promise,
    done,
    async [Symbol.asyncDispose]() {
      held.resolve();
      await folder[Symbol.asyncDispose]();
      await made.store.close();
    },
  };
}

type World = Awaited<ReturnType<typeof slowDisk>>;

const discard = ({ context, session }: World, file_id: number) =>
  dispatch(context, session, "file.discard", { file_id });

async function deleteSent(world: World, file_id: number) {
  const { context, session, ana } = world;
  const about = messageOf(await generalOf(context.store), ana, { file_ids: [file_id] });
  const { message } = await context.store.messages.append(about);
  return dispatch(context, session, "message.delete", { id: message.id });
}

test("who deletes waits for no disk, and all who do so meanwhile share one more look", async () => {
  await using world = await slowDisk();
  const { ana, files, folder, done } = world;
  const uploaded: number[] = [];
  for (let seed = 0; seed < 10; seed++) uploaded.push((await uploadTo(files, ana, someBytes(10, seed))).id);
  const [first = 0, second = 0, ...others] = uploaded;
  await discard(world, first);
  await world.begun;
  await deleteSent(world, second);
  await Promise.all(others.map((file_id) => discard(world, file_id)));
  expect(folder.onDisk()).toHaveLength(10);
  world.held.resolve();
  await files.clearDropped();
  expect(folder.onDisk()).toEqual([]);
  expect(done).toEqual({ looks: 2, removed: 10 });
});

test("who has another picture waits for no disk that the one before goes from", async () => {
  await using world = await slowDisk();
  const { context, session, files, folder } = world;
  const set = (data: Uint8Array) =>
    dispatch(context, session, "profile.set_avatar", { data: data.toBase64() });
  const [before, after] = [pngHeader(64, 64, 100), pngHeader(64, 64, 200)];
  await set(before);
  await set(after);
  await world.begun;
  expect(folder.onDisk()).toHaveLength(2);
  world.held.resolve();
  await files.clearDropped();
  expect(folder.onDisk()).toEqual([pathOf(after)]);
});

test("what was deleted and is uploaded again, while the clearing comes to it, stays", async () => {
  await using world = await slowDisk();
  const { context, ana, files, folder } = world;
  const [one, two] = [someBytes(10, 1), someBytes(10, 2)].toSorted((a, b) =>
    pathOf(a) < pathOf(b) ? -1 : 1,
  );
  if (!one || !two) return expect.unreachable();
  for (const bytes of [one, two])
    await context.store.files.discard(ana, (await uploadTo(files, ana, bytes)).id);
  files.clearSoon();
  await world.begun; // the first of the two, and the other one is to follow
  const is_waiting = Promise.withResolvers<void>();
  world.contents.create = async () => {
    const writer = await folder.contents.create();
    const head = writer.head.bind(writer);
    // Looked at right before the upload takes its place behind the one that is being removed.
    return Object.assign(writer, {
      head: (bytes: number) => head(bytes).finally(() => setImmediate(is_waiting.resolve)),
    });
  };
  const again = uploadTo(files, ana, two);
  await is_waiting.promise;
  world.held.resolve();
  const { id } = await again;
  await files.clearDropped();
  expect(folder.onDisk()).toEqual([pathOf(two)]);
  expect(await context.store.files.find(id)).toBeDefined();
});

test("of two who have the same, the last one's goes too, whose deletion comes amid the look for the first", async () => {
  await using world = await slowDisk();
  const { context, ana, files, folder, records } = world;
  world.held.resolve();
  const [one, two] = [await uploadTo(files, ana, someBytes(10)), await uploadTo(files, ana, someBytes(10))];
  records.forget = async (sha256) => {
    await context.store.files.discard(ana, two.id);
    await context.store.files.forget(sha256);
  };
  await discard(world, one.id);
  await files.clearDropped();
  expect(await context.store.files.find(two.id)).toBeUndefined();
  expect(folder.onDisk()).toEqual([]);
});

test("what cannot be removed is told to the log, once for all who deleted, and goes with the next deletion", async () => {
  await using world = await slowDisk();
  const { context, ana, files, folder } = world;
  const [one, two] = [
    await uploadTo(files, ana, someBytes(10, 1)),
    await uploadTo(files, ana, someBytes(10, 2)),
  ];
  const failing = Promise.withResolvers<number>();
  const remove = world.contents.remove;
  world.contents.remove = () => failing.promise;
  await Promise.all([one, two, one, two].map(({ id }) => discard(world, id)));
  failing.reject(new Error("not removed"));
  await files.clearDropped().catch(() => undefined);
  const told = context.log.entries.filter(({ event }) => event === "files_not_removed");
  expect(told.map(({ fields }) => fields["error"])).toEqual(
    Array(2).fill(expect.stringContaining("not removed")), // of the look under way, and of the one after it
  );
  expect(folder.onDisk()).toHaveLength(2);
  world.contents.remove = remove;
  world.held.resolve();
  await discard(world, one.id);
  await files.clearDropped();
  expect(folder.onDisk()).toEqual([]);
});

test("the end waits for the content that is being removed, and leaves the others to the next start", async () => {
  await using world = await slowDisk();
  const { context, ana, files, folder, done } = world;
  const uploaded: number[] = [];
  for (let seed = 0; seed < 3; seed++) uploaded.push((await uploadTo(files, ana, someBytes(10, seed))).id);
  for (const id of uploaded) await context.store.files.discard(ana, id);
  files.clearSoon();
  await world.begun;
  let has_ended = false;
  const ended = files.close().then(() => (has_ended = true));
  await new Promise(setImmediate);
  expect(has_ended).toBe(false);
  world.held.resolve();
  await ended;
  expect(done.removed).toBe(1);
  expect(folder.onDisk()).toHaveLength(2);
  expect(await context.store.files.dropped()).toHaveLength(2);
  await folder.desk().sweep();
  expect(folder.onDisk()).toEqual([]);
});

import { expect, test } from "bun:test";

import type { FileDesk } from "../../src/domain/files/file-desk.ts";
import { startUpkeep } from "../../src/domain/upkeep.ts";
import { limits } from "../../src/protocol/limits.ts";
import { register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { filesFolder, uploadTo } from "../support/files-folder.ts";
import { someBytes } from "../support/files.ts";

const diskFull = () => Promise.reject(new Error("disk full"));

/** A server whose database takes no write while the disk is full. */
async function fullDisk() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const [ana] = await register(context.store, "ana");
  const session = { token_hash: "a".repeat(64), user_id: ana, device: "", now_ms: 0, expires_at_ms: 1 };
  const { session_id } = await context.store.sessions.create(session);
  const folder = filesFolder(context.store);
  const records = { ...context.store.files };
  const files = folder.desk({ records, clock });
  const done: string[] = [];
  const store = {
    ...context.store,
    sessions: { ...context.store.sessions, touch: diskFull },
    forget: async () => void done.push("forget"),
  };
  return {
    ana,
    clock,
    context: { ...context, store, files },
    session_id,
    records,
    folder,
    done,
    async [Symbol.asyncDispose]() {
      await folder[Symbol.asyncDispose]();
      await context.store.close();
    },
  };
}

test("while nothing can be written, what makes room is done all the same, and nobody loses a session", async () => {
  await using world = await fullDisk();
  const { ana, clock, context, records, folder } = world;
  for (const seed of [1, 2]) {
    const { id } = await uploadTo(context.files, ana, someBytes(10, seed));
    await records.discard(ana, id);
  }
  await context.files.begin(ana, { name: "half", size_bytes: 5 });
  expect(folder.onDisk()).toHaveLength(3);
  Object.assign(records, { expire: diskFull, forget: diskFull });
  clock.move(limits.upload_idle_ms + 1);
  const stop = startUpkeep(context);
  clock.move(0);
  await stop();
  expect(folder.onDisk()).toEqual([]);
  expect(world.done).toEqual(["forget"]);
  const failed = context.log.entries.filter(({ event }) => event === "upkeep_failed");
  expect(failed.map(({ fields }) => fields["step"]).toSorted()).toEqual(["files", "sessions"]);
  expect(await context.store.sessions.end(ana, world.session_id)).toBe(true);
});

test("files on a disk that does not answer hold up nothing else, and are not asked again meanwhile", async () => {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const answer = Promise.withResolvers<void>();
  const done: string[] = [];
  const sweep = () => {
    done.push("files");
    return answer.promise;
  };
  const files = { sweep } as unknown as FileDesk;
  const store = { ...context.store, forget: async () => void done.push("forget") };
  const stop = startUpkeep({ ...context, store, files });
  for (const ms of [0, limits.upkeep_interval_ms]) {
    clock.move(ms);
    await new Promise(setImmediate);
  }
  expect(done.toSorted()).toEqual(["files", "forget", "forget"]);
  answer.resolve();
  await stop();
});

test("the end does not wait for a disk that does not answer, and nothing more is begun", async () => {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const answer = Promise.withResolvers<void>();
  const done: string[] = [];
  const note = (step: string, work: Promise<void>) => () => {
    done.push(step);
    return work;
  };
  const store = { ...context.store, forget: note("deleted", answer.promise) };
  const search = { ...context.search, forget: note("search", Promise.resolve()) };
  const stop = startUpkeep({ ...context, store, search });
  clock.move(0);
  const stopped = stop().then(() => void done.push("stopped"));
  await new Promise(setImmediate);
  expect(done).toEqual(["deleted"]);
  clock.move(limits.upkeep_end_ms_max);
  await stopped;
  answer.resolve();
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  expect(done).toEqual(["deleted", "stopped"]);
});

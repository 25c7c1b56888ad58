import { expect, test } from "bun:test";

import { openStore } from "../../src/store/sqlite/open-store.ts";
import { openDm, register, say } from "../conformance/scene.ts";
import { silentLog } from "./silent-log.ts";

/** More than are looked at in one go. */
const many = 4_500;

async function scene() {
  const store = await openStore({ path: ":memory:", clock: Date, log: silentLog });
  const [ana, ben] = await register(store, "ana", "ben");
  const dm = await openDm(store, ana, ben);
  const readSeq = async () => (await store.channels.viewFor(ana, dm))?.read_seq;
  return { store, ana, ben, dm, readSeq };
}

test("however many of one's own lie between what is undelivered, they are passed over a part at a time", async () => {
  const { store, ana, ben, dm } = await scene();
  await say(store, dm, ben, "first");
  const own = Array.from({ length: many }, (_, at) =>
    say(store, dm, ana, `${at}`, { leaves_undelivered: true }),
  );
  await Promise.all(own);
  await say(store, dm, ben, "last");
  const pages: string[][] = [];
  let next: { channel_id: number; seq: number } | undefined = { channel_id: 0, seq: 0 };
  while (next) {
    const page: Awaited<ReturnType<typeof store.members.undelivered>> = await store.members.undelivered(
      ana,
      next,
    );
    pages.push(page.messages.map(({ content }) => content));
    next = page.next;
  }
  expect(pages).toEqual([["first"], [], ["last"]]);
  await store.close();
});

test("over thousands of deleted ones a marker does not move by itself", async () => {
  const { store, ana, ben, dm, readSeq } = await scene();
  const said = await Promise.all(Array.from({ length: many }, (_, at) => say(store, dm, ben, `${at}`)));
  await Promise.all(said.slice(0, -1).map(({ id }) => store.changes.remove(id, 1)));
  await say(store, dm, ana, "is anybody there?", { leaves_undelivered: true });
  expect(await readSeq()).toBe(many - 1);
  await store.changes.remove(said.at(-1)?.id ?? 0, 1);
  await say(store, dm, ana, "nobody", { leaves_undelivered: true });
  expect(await readSeq()).toBe(many);
  await store.members.markDelivered(dm, ana, many);
  await say(store, dm, ana, "so be it", { leaves_undelivered: true });
  expect(await readSeq()).toBe(many + 3);
  await store.close();
});

import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { makeChannel, openDm, register, say } from "../conformance/scene.ts";
import { scratchFolder } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

/** Lets something happen after each read of the connection. */
function interruptible(connection: Connection): { afterRead: () => void; reads: number } {
  const interruption = { afterRead: () => {}, reads: 0 };
  const { prepare } = connection;
  const interrupted = (statement: object) =>
    new Proxy(statement, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        if (name !== "values" && name !== "all" && name !== "get") return value.bind(target);
        return (...given: unknown[]) => {
          const rows: unknown = value.apply(target, given);
          interruption.reads++;
          interruption.afterRead();
          return rows;
        };
      },
    });
  Object.assign(connection, { prepare: (sql: string) => interrupted(prepare(sql)) });
  return interruption;
}

/** Another writer, as a second server process on the same file would be, after each of the first reads. */
async function readWhileOthersWrite<Result>(read: (store: Store, ana: number) => Promise<Result>) {
  const path = `${scratchFolder().path}/chat.db`;
  const connection = openConnection({ path, clock: Date, log: silentLog, durability: "normal" });
  const interruption = interruptible(connection);
  const store = storeOver(connection, silentLog);
  const [ana, ben] = await register(store, "ana", "ben");
  const plans = await makeChannel(store, "private", "plans", ana);
  await store.members.add(plans, ben, 1);
  for (const channel_id of [1, plans, await openDm(store, ana, ben)])
    for (const text of ["one", "two"]) await say(store, channel_id, ben, text);
  const other = new Database(path);
  const before = interruption.reads;
  interruption.afterRead = () =>
    other.exec(`
      INSERT INTO texts (content, written_at_ms) VALUES ('meanwhile', 1);
      UPDATE channels SET last_seq = last_seq + 1, last_rev = last_rev + 1;
      INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, created_at_ms)
        SELECT id, last_seq, last_rev, ${ben}, 'text', (SELECT max(id) FROM texts), 1 FROM channels;
      INSERT INTO channels (kind, name, created_at_ms) VALUES ('public', 'new-' || (SELECT count(*) FROM channels), 1);
    `);
  const result = await read(store, ana);
  interruption.afterRead = () => {};
  expect(interruption.reads - before).toBeGreaterThan(1);
  other.close();
  await store.close();
  return result;
}

test("catching up is one picture of one moment, though others write between its reads", async () => {
  const positions = [1, 2, 3].map((channel_id) => ({ channel_id, rev: 0, from_seq: 0 }));
  const { channels, changes } = await readWhileOthersWrite((store, ana) =>
    store.messages.catchUp(ana, positions),
  );
  expect(channels).toHaveLength(3);
  expect(channels.map(({ last_rev, last_seq }) => [last_rev, last_seq])).toEqual([
    [2, 2],
    [2, 2],
    [2, 2],
  ]);
  for (const { last_rev, messages } of changes)
    expect([last_rev, ...messages.map(({ content }) => content)]).toEqual([2, "one", "two"]);
});

test("so is a page with its flags", async () => {
  const page = await readWhileOthersWrite((store, user_id) =>
    store.messages.history({ user_id, channel_id: 1, around_seq: 2, limit: 2 }),
  );
  expect(page.messages.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(page.has_more_after).toBe(false);
});

test("so is the list of channels", async () => {
  const list = await readWhileOthersWrite((store, ana) => store.channels.listFor(ana));
  expect(list).toHaveLength(3);
  expect(list.map(({ last_seq }) => last_seq)).toEqual([2, 2, 2]);
});

import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { renameSync } from "node:fs";

import { ChatError } from "../../src/protocol/errors.ts";
import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { canMount, smallDisk, withinSmallDisk } from "../support/small-disk.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

/** The seq of a message that was acknowledged, or why it was not. */
async function say(peer: PeerV2, content: string): Promise<number | ChatError> {
  try {
    return (await peer.say(general, content)).seq;
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
}

const unavailable = { code: "unavailable", retry_after_ms: expect.any(Number) };

/** All messages there are, by their seq. */
async function stored(peer: PeerV2): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  let after_seq = 0;
  for (;;) {
    const page = await peer.request("message.history", { channel_id: general, after_seq, limit: 100 });
    for (const { seq, content } of page.messages) found.set(seq, content);
    after_seq = page.messages.at(-1)?.seq ?? after_seq;
    if (!page.has_more_after) return found;
  }
}

const isSound = (path: string): unknown => {
  using database = new Database(path, { readwrite: true, create: false });
  return database.query("PRAGMA integrity_check").get();
};

describe("a database that another program holds", () => {
  test("for a moment: what is written meanwhile waits, everything else goes on", async () => {
    await using server = await startServer();
    using people = await friends(server, "ana", "ben");
    using other = new Database(server.db);
    other.exec("BEGIN IMMEDIATE");
    const sent = say(people.ana, "wait for it");
    await people.ben.request("message.history", { channel_id: general });
    expect(await people.ben.fence()).toEqual([]);
    other.exec("ROLLBACK");
    expect(await sent).toBe(1);
    expect((await people.ben.next("message.created")).message.content).toBe("wait for it");
  });

  test("for long: who writes is told, nothing is kept of it, and afterwards all is as before", async () => {
    await using server = await startServer();
    using people = await friends(server, "ana", "ben");
    using bot = await PeerV1.register(server, "bot");
    using other = new Database(server.db);
    other.exec("BEGIN IMMEDIATE");
    const sent = say(people.ana, "never");
    bot.send("message", { content: "nor this" });
    expect(await sent).toMatchObject(unavailable);
    expect(await bot.next("error")).toMatchObject({ code: "unavailable" });
    await server.logged(/store_unavailable reason=locked/);
    other.exec("ROLLBACK");
    expect(await say(people.ana, "at last")).toBe(1);
    await server.logged(/store_available/);
    expect([...(await stored(people.ben)).values()]).toEqual(["at last"]);
    expect(server.log()).not.toMatch(/loop_stalled|request_failed/);
  });
});

test("a database that is moved away: nothing is acknowledged until it is back", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  expect(await say(people.ana, "before")).toBe(1);
  renameSync(server.db, `${server.db}.away`);
  expect(await say(people.ana, "into the void")).toMatchObject(unavailable);
  const registering = PeerV2.register(server, "cleo").then(
    () => "in",
    (error: ChatError) => error.code,
  );
  expect(await registering).toBe("unavailable");
  await server.logged(/store_unavailable reason=vanished .+moved or deleted/);
  expect(await people.ben.fence()).toMatchObject([{ type: "message.created" }]);
  renameSync(`${server.db}.away`, server.db);
  expect(await say(people.ana, "after")).toBe(2);
  await server.logged(/store_available/);
  expect([...(await stored(people.ben)).values()]).toEqual(["before", "after"]);
  expect(await server.stop()).toBe(0);
  expect(isSound(server.db)).toEqual({ integrity_check: "ok" });
});

const can_mount = canMount();
if (!can_mount) console.warn("skipped: a disk that fills up needs root and mount namespaces (unshare -m)");

test.skipIf(!can_mount)(
  "a disk that fills up: what was acknowledged is there, the rest was refused",
  async () => {
    await using server = await startServer({ within: withinSmallDisk(8) });
    using people = await friends(server, "ana", "ben");
    using bot = await PeerV1.register(server, "bot");
    const disk = smallDisk(server.pid);
    const acknowledged = new Map<number, string>();
    const sayUntil = async (isOver: (answer: number | ChatError) => boolean) => {
      for (let count = 0; count < 10_000; count++) {
        const content = `${count} ${"long ".repeat(300)}`.trim();
        const answer = await say(people.ana, content);
        if (typeof answer === "number") acknowledged.set(answer, content);
        if (isOver(answer)) return answer;
      }
      throw new Error("the disk never filled up");
    };
    await sayUntil((answer) => answer === 20);
    disk.fill();
    expect(await sayUntil((answer) => typeof answer !== "number")).toMatchObject({
      ...unavailable,
      message: expect.stringContaining("disk is full"),
    });
    await people.ben.request("message.history", { channel_id: general });
    bot.send("message", { content: "long ".repeat(300) });
    expect(await bot.next("error")).toMatchObject({ code: "unavailable" });
    await server.logged(/store_unavailable reason=full/);
    expect(await stored(people.ben)).toEqual(acknowledged);
    disk.makeRoom();
    await sayUntil((answer) => typeof answer === "number");
    expect(await stored(people.ben)).toEqual(acknowledged);
    expect(isSound(await disk.copyTo(server.folder))).toEqual({ integrity_check: "ok" });
  },
);

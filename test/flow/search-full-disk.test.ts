import { expect, test } from "bun:test";

import { startServer } from "../support/server.ts";
import { canMount, smallDisk, withinSmallDisk } from "../support/small-disk.ts";
import { PeerV2 } from "../support/v2-peer.ts";

test.skipIf(!canMount())(
  "a search over an index that a full disk keeps behind says so, and the log has the fault without the program's source",
  async () => {
    await using server = await startServer({ within: withinSmallDisk(8) });
    using ana = await PeerV2.register(server, "ana");
    const search = () => ana.request("message.search", { words: ["roses"] });
    expect(await search()).toMatchObject({ hits: [], indexing: null }); // the index is there
    const disk = smallDisk(server.pid);
    const texts = Array.from({ length: 20 }, () => ana.say(1, `roses ${"are red ".repeat(200)}`));
    await Promise.all(texts);
    disk.fill();
    // The first of them may be in the index already, which follows once in two seconds: those are found and counted as done.
    const { hits, indexing } = await search();
    expect(indexing).toEqual({ done: hits.length, total: 20 });
    expect(hits.length).toBeLessThan(20);
    for (let count = 0; count < 3; count++) expect(await search()).toMatchObject({ hits, indexing });
    const [line] = await server.logged(/.*search\.failed.*\n/);
    expect(line).toMatch(/search\.failed error=".*SQLiteError: .*full/);
    expect(line).not.toContain(" | ");
  },
);

import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import type { RequestInput, RequestName } from "../../src/protocol/registry.ts";
import { setScene } from "../support/access-scene.ts";
import { accessTable } from "../support/access-table.ts";
import { heldDisk } from "../support/held-disk.ts";
import { startServer, temporaryFolder } from "../support/server.ts";

/** What is answered without a look into the database. */
const knows_nothing = new Set<RequestName>(["file.put", "file.status", "hello", "ping", "presence.set_idle"]);

const names = Object.keys(accessTable) as RequestName[];

test.if(process.platform === "linux")(
  "while something is on its way to the disk, nothing that is read in the database is shown, whatever is asked for",
  async () => {
    const folder = await temporaryFolder();
    const disk = heldDisk(folder);
    await using server = await startServer({ folder, env: disk.env });
    using scene = await setScene(server);
    const asked = await Promise.all(
      names.map(async (name) => {
        const { guest, owner } = accessTable[name].answers;
        return { name, peer: await scene.come(guest === "ok" && owner !== "ok" ? "guest" : "owner") };
      }),
    );
    using database = new Database(server.db, { readonly: true });
    const stored = database.query<{ count: number }, []>("SELECT count(*) AS count FROM messages");
    const before = stored.get()?.count;

    disk.hold();
    const said = scene.member.say(scene.ids.channel_id, "wait for it");
    while (stored.get()?.count === before) await scene.outsider.fence();
    const answered: RequestName[] = [];
    const answers = asked.map(async ({ name, peer }) => {
      const body = accessTable[name].body(scene) as RequestInput<typeof name>;
      await Promise.allSettled([peer.request(name, body)]);
      answered.push(name);
    });
    for (let times = 0; times < 50; times++) await scene.outsider.fence();
    expect(answered.filter((name) => !knows_nothing.has(name))).toEqual([]);
    expect(answered).toContain("ping");

    disk.letGo();
    await said;
    await Promise.all(answers);
    expect(answered).toHaveLength(asked.length);
    for (const { peer } of asked) peer[Symbol.dispose]();
  },
);

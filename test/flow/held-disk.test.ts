import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";

import { heldDisk } from "../support/held-disk.ts";
import { friends } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

/** Two people of a server whose disk a test holds. */
async function scene() {
  const folder = await temporaryFolder();
  const disk = heldDisk(folder);
  const server = await startServer({ folder, env: disk.env });
  const people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  return {
    disk,
    server,
    ana,
    ben,
    async [Symbol.asyncDispose]() {
      people[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const is_linux = process.platform === "linux";

describe.if(is_linux)("a disk that takes long", () => {
  test("holds up what is written, and nobody else's connection", async () => {
    await using held = await scene();
    const { disk, server, ana, ben } = held;
    disk.hold();
    let is_told = false;
    const said = ana.say(general, "wait for it").finally(() => (is_told = true));
    for (let times = 0; times < 50; times++) expect(await ben.fence()).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${server.web_port}/`)).status).toBe(200);
    using guest = await PeerV2.connect(server);
    expect(guest.server.name).toBeString();
    expect(is_told).toBe(false);
    disk.letGo();
    expect((await said).seq).toBe(1);
    expect((await ben.next("message.created")).message.content).toBe("wait for it");
  });

  test("lets uploads go on", async () => {
    await using held = await scene();
    const { disk, ana, ben } = held;
    const { upload_id } = await ben.request("file.begin", { name: "a.txt", size_bytes: 4 });
    disk.hold();
    let is_told = false;
    const said = ana.say(general, "wait for it").finally(() => (is_told = true));
    const put = { upload_id, offset: 0, data: Buffer.from("file").toString("base64") };
    expect(await ben.request("file.put", put)).toEqual({ received_bytes: 4 });
    expect(is_told).toBe(false);
    disk.letGo();
    await said;
    expect((await ben.request("file.finish", { upload_id })).file.size_bytes).toBe(4);
  });

  test("what is not on it yet is shown to nobody who asks", async () => {
    await using held = await scene();
    const { disk, server, ana, ben } = held;
    disk.hold();
    const said = ana.say(general, "wait for it");
    using database = new Database(server.db, { readonly: true });
    while (database.query("SELECT 1 FROM messages").get() === null) await ben.fence();
    using other = await PeerV2.connect(server);
    let is_shown = false;
    const shown = ben.request("message.history", { channel_id: general }).finally(() => (is_shown = true));
    for (let times = 0; times < 20; times++) await other.fence();
    expect(is_shown).toBe(false);
    disk.letGo();
    await said;
    const { messages } = await shown;
    expect(messages.map(({ content }) => content)).toEqual(["wait for it"]);
  });

  test("does not keep the server from stopping: all are told, and what was not acknowledged may be lost", async () => {
    await using held = await scene();
    const { disk, server, ana, ben } = held;
    disk.hold();
    const said = ana.say(general, "wait for it").catch((error: unknown) => error);
    expect(await ben.fence()).toEqual([]);
    const stopped = server.stop();
    expect((await ben.next("connection.closing")).reason).toBe("server_closing");
    expect(await said).toBeInstanceOf(Error);
    expect(await stopped).toBe(0);
    await server.logged(/store_left_open/);
    disk.letGo();
    await using next = await startServer({ folder: server.folder });
    using again = await PeerV2.login(next, "ana");
    const { messages } = await again.request("message.history", { channel_id: general });
    expect(messages.map(({ content }) => content)).toEqual(messages.length === 0 ? [] : ["wait for it"]);
  });

  test("does not keep it from ending at once when it is told to a second time", async () => {
    await using held = await scene();
    const { disk, server, ana, ben } = held;
    disk.hold();
    const said = ana.say(general, "wait for it").catch((error: unknown) => error);
    expect(await ben.fence()).toEqual([]);
    const stopped = server.stop();
    await server.logged(/stopping signal=SIGTERM/);
    await server.stop();
    expect(await stopped).toBe(130);
    expect(await said).toBeInstanceOf(Error);
  });
});

test.if(is_linux)(
  "what a disk does not take is shown and told to nobody, others are refused, and when it is there all of it counts",
  async () => {
    await using held = await scene();
    const { disk, server, ana, ben } = held;
    disk.break();
    const said = ana.say(general, "in the end");
    await server.logged(/store_unavailable reason=failed/);
    const refused = { code: "unavailable", retry_after_ms: expect.any(Number) };
    await expect(ben.say(general, "not at all")).rejects.toMatchObject(refused);
    await expect(ben.request("message.history", { channel_id: general })).rejects.toMatchObject(refused);
    expect(await ben.fence()).toEqual([]);
    disk.repair();
    expect((await said).seq).toBe(1);
    expect((await ben.next("message.created")).message.content).toBe("in the end");
    expect((await ben.say(general, "and on")).seq).toBe(2);
    await server.logged(/store_available after=failed/);
  },
);

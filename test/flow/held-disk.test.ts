import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";

import { heldServer } from "../support/held-server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

const is_linux = process.platform === "linux";

describe.if(is_linux)("a disk that takes long", () => {
  test("holds up what is written, and nobody else's connection", async () => {
    await using held = await heldServer();
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
    await using held = await heldServer();
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
    await using held = await heldServer();
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
});

test.if(is_linux)(
  "what a disk does not take is shown and told to nobody, others are refused, and when it is there all of it counts",
  async () => {
    await using held = await heldServer();
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

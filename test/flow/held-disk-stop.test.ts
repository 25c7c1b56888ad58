import { expect, test } from "bun:test";

import { heldServer } from "../support/held-server.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
const is_linux = process.platform === "linux";

/** A message that the disk does not take, and what its sender hears of it. */
async function onItsWay({ disk, ana, ben }: Awaited<ReturnType<typeof heldServer>>) {
  disk.hold();
  const said = ana.say(general, "wait for it").catch((error: unknown) => error);
  expect(await ben.fence()).toEqual([]);
  return { said };
}

test.if(is_linux)(
  "a disk that does not answer keeps no server from stopping: all are told, and what was not acknowledged may be lost",
  async () => {
    await using held = await heldServer();
    const { disk, server, ben } = held;
    const { said } = await onItsWay(held);
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
  },
);

test.if(is_linux)("it keeps none from ending at once that is told to a second time", async () => {
  await using held = await heldServer();
  const { server } = held;
  const { said } = await onItsWay(held);
  const stopped = server.stop();
  await server.logged(/stopping signal=SIGTERM/);
  await server.stop();
  expect(await stopped).toBe(130);
  expect(await said).toBeInstanceOf(Error);
});

test.if(is_linux)("it keeps none from stopping that has nothing on its way to it", async () => {
  await using held = await heldServer();
  expect((await held.ana.say(general, "before")).seq).toBe(1);
  expect(await held.server.stop()).toBe(0);
  // Who has just started has no index to write.
  await using server = await startServer({ folder: held.server.folder, env: held.disk.env });
  using ana = await PeerV2.login(server, "ana");
  expect((await ana.say(general, "and after")).seq).toBe(2);
  held.disk.hold();
  expect(await server.stop()).toBe(0);
  held.disk.letGo();
  await using next = await startServer({ folder: held.server.folder });
  using again = await PeerV2.login(next, "ana");
  const { messages } = await again.request("message.history", { channel_id: general });
  expect(messages.map(({ content }) => content)).toEqual(["before", "and after"]);
});

test.if(is_linux)("it keeps none from stopping that has a file on its way to it", async () => {
  await using held = await heldServer();
  const { disk, server, ana, ben } = held;
  const { upload_id } = await ana.request("file.begin", { name: "a.txt", size_bytes: 4 });
  const data = Buffer.from("file").toString("base64");
  await ana.request("file.put", { upload_id, offset: 0, data });
  disk.hold();
  const finished = ana.request("file.finish", { upload_id }).catch((error: unknown) => error);
  expect(await ben.fence()).toEqual([]);
  expect(await server.stop()).toBe(0);
  expect(await finished).toBeInstanceOf(Error);
});

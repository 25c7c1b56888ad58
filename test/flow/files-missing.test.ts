import { afterAll, beforeAll, expect, test } from "bun:test";
import { rmSync, truncateSync } from "node:fs";

import { download, onlyOnDisk, pathOf, pngHeader, send, someBytes, upload } from "../support/files.ts";
import { friends } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import type { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
let server: TestServer;
let people: Awaited<ReturnType<typeof friends<"ana" | "ben">>>;
beforeAll(async () => {
  server = await startServer();
  people = await friends(server, "ana", "ben");
});
afterAll(async () => {
  people[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const onDiskOf = (bytes: Uint8Array): string => `${server.db}-files/${pathOf(bytes)}`;
const read = (peer: PeerV2, file_id: number, thumbnail = false) =>
  peer.request("file.read", { file_id, thumbnail });
const missing = { code: "not_found", message: "The file is missing on the server." };

/** Lines of the log that name this file. */
const logged = (file_id: number): string[] =>
  server
    .log()
    .split("\n")
    .filter((line) => new RegExp(`file_missing file_id=${file_id}\\b`).test(line));

test("a file whose bytes are gone from the disk: who asks is told for good, and the log once where they should be", async () => {
  const { ana, ben } = people;
  const bytes = someBytes(300_000, 1);
  const { id } = await upload(ana, "a", bytes);
  const message = await send(ana, general, [id]);
  rmSync(onDiskOf(bytes));
  for (const peer of [ana, ben, ben]) {
    const answer = read(peer, id);
    await expect(answer).rejects.toMatchObject(missing);
    await expect(answer).rejects.toHaveProperty("retry_after_ms", undefined);
  }
  await server.logged(/file_missing/);
  expect(logged(id)).toEqual([expect.stringContaining(`path=${onDiskOf(bytes)}`)]);
  expect(server.log()).not.toMatch(/store_unavailable|request_failed/);
  // Who has the same file still brings it back, for every message that has it.
  const again = await upload(ben, "b", bytes);
  expect(await download(ben, id)).toEqual(bytes);
  await ben.request("file.discard", { file_id: again.id });
  rmSync(onDiskOf(bytes));
  await expect(read(ben, id)).rejects.toMatchObject(missing);
  await server.logged(new RegExp(`(file_missing file_id=${id}\\b[^]*){2}`));
  await ana.request("message.delete", { id: message.id });
  await expect(read(ben, id)).rejects.toMatchObject({ code: "not_found", message: "No such file." });
});

test("a file that is cut off on the disk is none; uploaded again it is whole", async () => {
  const { ana } = people;
  const bytes = someBytes(200_000, 2);
  const { id } = await upload(ana, "a", bytes);
  for (const left of [100_000, 0]) {
    truncateSync(onDiskOf(bytes), left);
    await expect(read(ana, id)).rejects.toMatchObject(missing);
  }
  const again = await upload(ana, "a", bytes);
  for (const file_id of [id, again.id]) expect(await download(ana, file_id)).toEqual(bytes);
  for (const file_id of [id, again.id]) await ana.request("file.discard", { file_id });
  await onlyOnDisk(server, ana, []);
});

test("a thumbnail alone may be gone", async () => {
  const { ana } = people;
  const [picture, thumbnail] = [pngHeader(640, 480, 5_000), pngHeader(64, 48)];
  const { id } = await upload(ana, "a.png", picture, thumbnail);
  rmSync(onDiskOf(thumbnail));
  await expect(read(ana, id, true)).rejects.toMatchObject(missing);
  expect(await download(ana, id)).toEqual(picture);
});

test("a picture of a person whose bytes are gone is told alike", async () => {
  const { ana, ben } = people;
  const face = pngHeader(64, 64);
  const { user } = await ana.request("profile.set_avatar", { data: face.toBase64() });
  const avatar_id = user.avatar_id ?? expect.unreachable();
  rmSync(onDiskOf(face));
  const gone = { code: "not_found", message: "This picture is not there any more." };
  for (const peer of [ana, ben, ben])
    await expect(peer.request("profile.read_avatar", { avatar_id })).rejects.toMatchObject(gone);
  await server.logged(new RegExp(`file_missing avatar_id=${avatar_id} path=${onDiskOf(face)}`));
  expect(server.log().match(/file_missing avatar_id/g)?.length).toBe(1);
});

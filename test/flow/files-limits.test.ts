import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";

import { block_bytes } from "../../src/domain/files/blocks.ts";
import {
  download,
  onceThereIsRoom,
  onDisk,
  pathOf,
  putAll,
  send,
  someBytes,
  upload,
} from "../support/files.ts";
import { friends, friendsV1 } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

test("after a kill, what was sent is there and what nobody refers to goes", async () => {
  const folder = await temporaryFolder();
  const [sent, unsent, half] = [someBytes(200_000, 1), someBytes(300, 2), someBytes(1_000, 3)];
  const before = await startServer({ folder });
  using ana = await PeerV2.register(before, "ana");
  const file = await upload(ana, "sent", sent);
  await send(ana, general, [file.id]);
  const kept = await upload(ana, "unsent", unsent);
  const { upload_id } = await ana.request("file.begin", { name: "half", size_bytes: 2_000 });
  await putAll(ana, upload_id, half);
  expect(onDisk(before).length).toBe(3);
  await before.stop("SIGKILL");
  // As if the crash had come between the file and its record.
  const orphan = someBytes(77, 4);
  mkdirSync(`${before.db}-files/${pathOf(orphan).slice(0, 2)}`, { recursive: true });
  writeFileSync(`${before.db}-files/${pathOf(orphan)}`, orphan);

  await using after = await startServer({ folder });
  using again = await PeerV2.login(after, "ana");
  await expect(again.request("file.status", { upload_id })).rejects.toMatchObject({ code: "not_found" });
  await again.request("file.begin", { name: "a", size_bytes: 1 }); // waits for the look around the disk
  const left = onDisk(after).filter((path) => !path.startsWith("incoming"));
  expect(left).toEqual([pathOf(sent), pathOf(unsent)].toSorted());
  expect(await download(again, file.id)).toEqual(sent);
  expect(await download(again, kept.id)).toEqual(unsent);
  await after.stop("SIGKILL");
  await rm(folder, { recursive: true });
});

test("a server without files says so, refuses them, and keeps what was sent before", async () => {
  const folder = await temporaryFolder();
  const before = await startServer({ folder });
  using ana = await PeerV2.register(before, "ana");
  const bytes = someBytes(100);
  const file = await upload(ana, "a", bytes);
  await send(ana, general, [file.id], "text");
  await before.stop();
  await using after = await startServer({ folder, args: ["--no-files"] });
  using again = await PeerV2.connect(after);
  const hello = await again.request("hello", { protocol: 2, client: { name: "test", version: "1" } });
  expect(hello.capabilities).not.toContain("files");
  expect(hello.limits).not.toHaveProperty("file_bytes_max");
  await again.request("session.resume", { token: ana.token });
  const refused = { code: "unsupported", message: "This server takes no files." };
  await expect(again.request("file.begin", { name: "a", size_bytes: 1 })).rejects.toMatchObject(refused);
  await expect(again.request("file.read", { file_id: file.id })).rejects.toMatchObject(refused);
  expect(onDisk(after)).toEqual([pathOf(bytes)]);
  await after.stop();
  await rm(folder, { recursive: true });
});

test("too large a file is refused before a byte of it is sent", async () => {
  await using server = await startServer({ args: ["--file-size-max", "1"] });
  using ana = await PeerV2.register(server, "ana");
  const begin = ana.request("file.begin", { name: "a", size_bytes: 1_000_001 });
  const message = "This server takes files of at most 1 MB.";
  await expect(begin).rejects.toMatchObject({ code: "invalid", message });
  await ana.request("file.begin", { name: "a", size_bytes: 1_000_000 });
});

test("a full quota refuses more, counts what has come of what is under way, and takes again what was deleted", async () => {
  await using server = await startServer({ args: ["--files-total-max", "1"] });
  using world = await friends(server, "ana", "ben");
  const { ana, ben } = world;
  const begin = (peer: PeerV2, size_bytes: number) => peer.request("file.begin", { name: "a", size_bytes });
  // Of 245 blocks, the last one of which begins within the megabyte.
  const file = await upload(ana, "a", someBytes(147 * block_bytes - 1));
  const { id } = await send(ana, general, [file.id]);
  await expect(begin(ben, 98 * block_bytes + 1)).rejects.toMatchObject({ code: "no_room" });
  const { upload_id } = await begin(ben, 74 * block_bytes);
  await ana.request("file.cancel", await begin(ana, 98 * block_bytes)); // of the other one nothing has come yet
  await putAll(ben, upload_id, someBytes(74 * block_bytes, 2));
  await expect(begin(ana, 24 * block_bytes + 1)).rejects.toMatchObject({ code: "no_room" });
  await ben.request("file.cancel", { upload_id });
  await ana.request("message.delete", { id });
  await onceThereIsRoom(() => begin(ana, 1_000_000));
});

test("uploads and parts have rates of their own, beside that of messages", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using world = await friends(server, "ana", "ben");
  const { ana } = world;
  const cancelled = async () => {
    const { upload_id } = await ana.request("file.begin", { name: "a", size_bytes: 1 });
    await ana.request("file.cancel", { upload_id });
  };
  for (let number = 0; number < 40; number++) await cancelled();
  await expect(cancelled()).rejects.toMatchObject({ code: "rate_limited" });
  await ana.say(general, "still heard");
  const reads = Array.from({ length: 201 }, () => ana.request("file.read", { file_id: 4_711 }));
  const answers = await Promise.allSettled(reads);
  const codes = answers.map(
    (answer) => answer.status === "rejected" && (answer.reason as { code: string }).code,
  );
  expect(codes.filter((code) => code === "rate_limited").length).toBeGreaterThan(0);
});

test("messages are sent and heard on a connection that uploads", async () => {
  await using server = await startServer();
  using world = await friends(server, "ana", "ben");
  const { ana, ben } = world;
  const bytes = someBytes(8_000_000);
  const { upload_id } = await ana.request("file.begin", { name: "big", size_bytes: bytes.length });
  const uploading = putAll(ana, upload_id, bytes.subarray(0, 4_000_000));
  await ana.say(general, "meanwhile");
  expect((await ben.next("message.created")).message.content).toBe("meanwhile");
  await uploading;
  await putAll(ana, upload_id, bytes, 4_000_000);
  const { file } = await ana.request("file.finish", { upload_id });
  expect(file.size_bytes).toBe(8_000_000);
});

test("clients of protocol 1 read that a file is there", async () => {
  await using server = await startServer();
  using old = await friendsV1(server, "dora");
  using ana = await PeerV2.register(server, "ana");
  const file = await upload(ana, "plan.pdf", someBytes(1_234_567));
  await send(ana, general, [file.id], "see");
  const frame = await old.dora.nextFrame(({ type }) => type === "message");
  expect(frame["content"]).toBe("see\n[file plan.pdf, 1.2 MB]");
});

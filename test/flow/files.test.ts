import { expect, test } from "bun:test";
import { statSync } from "node:fs";

import { completeMessage } from "../../src/protocol/compact.ts";
import {
  download,
  onDisk,
  onlyOnDisk,
  pathOf,
  pngHeader,
  putAll,
  send,
  sha256,
  someBytes,
  upload,
} from "../support/files.ts";
import { friends } from "../support/people.ts";
import { startServer, wires } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

async function scene(options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(options);
  const people = await friends(server, "ana", "ben", "cat");
  return {
    server,
    ...people,
    async [Symbol.asyncDispose]() {
      people[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

for (const { wire, tls } of wires)
  test(`a file goes up in parts, with a message to all, and comes down the same ${wire}`, async () => {
    await using world = await scene({ tls });
    const { ana, ben, server } = world;
    const bytes = someBytes(700_001);
    const file = await upload(ana, "notes.bin", bytes);
    expect(file).toEqual({
      id: file.id,
      name: "notes.bin",
      size_bytes: 700_001,
      media_type: "application/octet-stream",
      width: null,
      height: null,
      has_thumbnail: false,
    });
    await send(ana, general, [file.id], "look");
    const { message } = await ben.next("message.created");
    expect(message).toMatchObject({ content: "look", attachments: [file] });
    expect(await download(ben, file.id)).toEqual(bytes);
    expect(onDisk(server)).toEqual([pathOf(bytes)]);
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(`${server.db}-files`)).toBe(0o700);
    expect(mode(`${server.db}-files/${pathOf(bytes)}`)).toBe(0o600);
  });

test("a message may be nothing but files, up to ten; one without files has no attachments", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  await ana.say(general, "no files");
  expect((await ben.next("message.created")).message).not.toHaveProperty("attachments");
  const files = [];
  for (let number = 1; number <= 10; number++)
    files.push(await upload(ana, `${number}.txt`, someBytes(10, number)));
  const ids = files.map(({ id }) => id).toReversed();
  await send(ana, general, ids);
  const { message } = await ben.next("message.created");
  expect(message.content).toBe("");
  expect(message.attachments?.map(({ id }) => id)).toEqual(ids);
  const { messages } = await ben.request("message.history", { channel_id: general });
  expect(messages[0]).not.toHaveProperty("attachments");
  expect(messages[1]).toEqual(completeMessage(message));
  const { changes } = await ben.request("sync.catch_up", { channels: [{ channel_id: general, rev: 0 }] });
  expect(changes[0]?.messages).toEqual(messages);
  const empty = ana.request("message.send", { channel_id: general, nonce: "e", content: " ", file_ids: [] });
  await expect(empty).rejects.toMatchObject({ code: "invalid", message: "Message cannot be empty." });
});

test("a picture is known by its content, with its size; its thumbnail comes with it", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  const [picture, thumbnail] = [pngHeader(1_920, 1_080, 5_000), pngHeader(320, 180)];
  const file = await upload(ana, "evil.svg", picture, thumbnail);
  expect(file).toMatchObject({ media_type: "image/png", width: 1_920, height: 1_080, has_thumbnail: true });
  await send(ana, general, [file.id]);
  await ben.next("message.created");
  expect(await download(ben, file.id, true)).toEqual(thumbnail);
  expect(await download(ben, file.id)).toEqual(picture);
});

test.each([
  ["svg", new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`)],
  ["html", new TextEncoder().encode("<!doctype html><script>alert(1)</script>")],
  ["a bomb", pngHeader(50_000, 50_000)],
  ["a picture without pixels", pngHeader(0, 10)],
  ["a picture cut off", pngHeader(10, 10).subarray(0, 20)],
])("%s is a file to be saved, not shown", async (_, bytes) => {
  await using world = await scene();
  const file = await upload(world.ana, "picture.png", bytes, pngHeader(10, 10));
  expect(file).toMatchObject({ width: null, height: null, has_thumbnail: false });
});

test("an upload goes on after a new connection, from where it stood", async () => {
  await using world = await scene();
  const { ana, server } = world;
  const bytes = someBytes(500_000);
  const { upload_id } = await ana.request("file.begin", {
    name: "a",
    size_bytes: 500_000,
    sha256: sha256(bytes),
  });
  await putAll(ana, upload_id, bytes.subarray(0, 300_000));
  ana[Symbol.dispose]();
  using again = await PeerV2.resume(server, ana.token);
  const { received_bytes } = await again.request("file.status", { upload_id });
  expect(received_bytes).toBe(300_000);
  await putAll(again, upload_id, bytes, received_bytes);
  const { file } = await again.request("file.finish", { upload_id });
  expect(await download(again, file.id)).toEqual(bytes);
});

test("parts in the wrong order, too many of them and too few are refused", async () => {
  await using world = await scene();
  const { ana, server } = world;
  const { upload_id } = await ana.request("file.begin", { name: "a", size_bytes: 10 });
  const put = (offset: number, bytes: number) =>
    ana.request("file.put", { upload_id, offset, data: new Uint8Array(bytes).toBase64() });
  await expect(put(5, 1)).rejects.toMatchObject({
    code: "invalid",
    message: "The next part begins at 0, not at 5.",
  });
  await put(0, 4);
  await expect(put(0, 4)).rejects.toMatchObject({ code: "invalid" });
  const early = ana.request("file.finish", { upload_id });
  await expect(early).rejects.toMatchObject({ code: "invalid", message: "Only 4 of 10 bytes have come." });
  await expect(put(4, 7)).rejects.toMatchObject({ code: "invalid" });
  await expect(put(4, 6)).rejects.toMatchObject({ code: "not_found" });
  expect(onDisk(server)).toEqual([]);
  const odd = ana.request("file.put", { upload_id, offset: 0, data: "!!" });
  await expect(odd).rejects.toMatchObject({ code: "invalid" });
});

test("what arrives otherwise than announced is refused, and nothing is left", async () => {
  await using world = await scene();
  const { ana, server } = world;
  const about = { name: "a", size_bytes: 4, sha256: sha256(someBytes(4, 2)) };
  const { upload_id } = await ana.request("file.begin", about);
  await putAll(ana, upload_id, someBytes(4, 3));
  await expect(ana.request("file.finish", { upload_id })).rejects.toMatchObject({ code: "invalid" });
  expect(onDisk(server)).toEqual([]);
});

test("a cancelled upload and a discarded file leave nothing", async () => {
  await using world = await scene();
  const { ana, server } = world;
  const { upload_id } = await ana.request("file.begin", { name: "a", size_bytes: 1_000 });
  await putAll(ana, upload_id, someBytes(500));
  expect(onDisk(server).length).toBe(1);
  await ana.request("file.cancel", { upload_id });
  expect(onDisk(server)).toEqual([]);
  await ana.request("file.cancel", { upload_id }); // twice is no error
  const { id } = await upload(ana, "a", someBytes(10));
  await ana.request("file.discard", { file_id: id });
  await onlyOnDisk(server, ana, []);
  await expect(send(ana, general, [id])).rejects.toMatchObject({ code: "not_found" });
});

test("a user has at most ten uploads under way", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  const begin = (peer: PeerV2) => peer.request("file.begin", { name: "a", size_bytes: 1 });
  await Promise.all(Array.from({ length: 10 }, () => begin(ana)));
  await expect(begin(ana)).rejects.toMatchObject({ code: "busy" });
  await begin(ben);
});

test("a file is there for those who see its message, unsent for its owner only; hidden and missing look alike", async () => {
  await using world = await scene();
  const { ana, ben, cat } = world;
  const { channel } = await ana.request("channel.create", { kind: "private", name: "secret" });
  await ana.request("channel.add_member", { channel_id: channel.id, username: "ben" });
  const bytes = someBytes(100);
  const { id } = await upload(ana, "a", bytes);
  const read = (peer: PeerV2, file_id = id) => peer.request("file.read", { file_id });
  const none = { code: "not_found", message: "No such file." };
  await read(ana);
  await expect(read(ben)).rejects.toMatchObject(none);
  await expect(send(ben, general, [id])).rejects.toMatchObject({ code: "not_found" });
  await ben.request("file.discard", { file_id: id }); // another's: nothing happens
  await send(ana, channel.id, [id]);
  expect(await download(ben, id)).toEqual(bytes);
  await expect(read(cat)).rejects.toMatchObject(none);
  await expect(read(cat, 4_711)).rejects.toMatchObject(none);
  using guest = await PeerV2.connect(world.server);
  await expect(read(guest)).rejects.toMatchObject({ code: "not_authenticated" });
  const { upload_id } = await ana.request("file.begin", { name: "a", size_bytes: 1 });
  await expect(ben.request("file.status", { upload_id })).rejects.toMatchObject({ code: "not_found" });
});

test("the nonce rule covers files, and a file goes with one message only", async () => {
  await using world = await scene();
  const { ana } = world;
  const [one, two] = [await upload(ana, "1", someBytes(1)), await upload(ana, "2", someBytes(2))];
  const sent = await send(ana, general, [one.id, two.id], "x", "n1");
  expect(await send(ana, general, [one.id, two.id], "x", "n1")).toEqual(sent);
  for (const other of [[two.id, one.id], [one.id], []])
    await expect(send(ana, general, other, "x", "n1")).rejects.toMatchObject({ code: "nonce_reused" });
  await expect(send(ana, general, [one.id])).rejects.toMatchObject({ code: "not_found" });
  await expect(send(ana, general, [one.id, one.id])).rejects.toMatchObject({ code: "invalid" });
  await ana.say(general, "next");
});

test("an edit keeps the files, a deletion takes them from the disk when no other message has them", async () => {
  await using world = await scene();
  const { ana, ben, server } = world;
  const bytes = someBytes(5_000);
  const [one, two] = [await upload(ana, "1", bytes), await upload(ben, "2", bytes)];
  const first = await send(ana, general, [one.id], "text");
  const second = await send(ben, general, [two.id], "text");
  expect(onDisk(server)).toEqual([pathOf(bytes)]);
  await ana.request("message.edit", { id: first.id, content: "other" });
  const { messages } = await ben.request("message.history", { channel_id: general });
  expect(messages[0]).toMatchObject({ content: "other", attachments: [one] });
  await ana.request("message.delete", { id: first.id });
  expect(await download(ana, two.id)).toEqual(bytes);
  await expect(ana.request("file.read", { file_id: one.id })).rejects.toMatchObject({ code: "not_found" });
  const after = await ben.request("message.history", { channel_id: general });
  expect(after.messages[0]).not.toHaveProperty("attachments");
  await ben.request("message.delete", { id: second.id });
  await onlyOnDisk(server, ben, []);
});

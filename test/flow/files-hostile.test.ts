import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import { block_bytes } from "../../src/domain/files/blocks.ts";
import { onDisk, onlyOnDisk, pngHeader, putAll, someBytes, upload } from "../support/files.ts";
import { frameOf } from "../support/frame-socket.ts";
import { bombs, no_pictures, polyglots } from "../support/hostile/pictures.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(30_000);

let server: TestServer;
let ana: PeerV2;
beforeAll(async () => {
  server = await startServer({ args: ["--file-size-max", "1", "--files-total-max", "2"] });
  ana = await PeerV2.register(server, "ana");
});
afterAll(async () => {
  ana[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

/** What the server keeps of files: on disk, and in the database. */
function kept({ db }: Pick<TestServer, "db"> = server) {
  using database = new Database(db, { readonly: true });
  const rows = database.query<{ name: string }, []>("SELECT name FROM files ORDER BY id").all();
  return { disk: onDisk({ db }), rows: rows.map(({ name }) => name) };
}

const nothing = { disk: [], rows: [] };

/** Discards files, and sees that of these and all others nothing stays. */
async function discard(...file_ids: number[]): Promise<void> {
  for (const file_id of file_ids) await ana.request("file.discard", { file_id });
  await onlyOnDisk(server, ana, []);
  expect(kept()).toEqual(nothing);
}

/** It takes the file as one that is only saved, and gives it away without a trace. */
async function isOnlySaved(name: string, bytes: Uint8Array): Promise<void> {
  const file = await upload(ana, name, bytes, pngHeader(10, 10));
  expect(file).toMatchObject({ name, width: null, height: null, has_thumbnail: false });
  expect(file.media_type).toMatch(/^(application\/octet-stream|image\/(png|gif|webp))$/);
  await discard(file.id);
}

describe("a file is what its content is, and is shown only if it is a picture of a size for screens", () => {
  test.each(Object.entries(bombs))("%s is only saved", (_, bytes) => isOnlySaved("picture.png", bytes));

  test.each(Object.entries(no_pictures))("%s is only saved, whatever it is called", async (_, bytes) => {
    for (const name of ["x.png", "x.gif", "x.html", "x.svg", "x.png.svg"]) await isOnlySaved(name, bytes);
  });

  test.each(Object.entries(polyglots))("%s is a picture and nothing else", async (_, [media_type, bytes]) => {
    const file = await upload(ana, "x.html", bytes);
    expect(file.media_type).toBe(media_type);
    await discard(file.id);
  });

  test.each(Object.entries({ ...no_pictures, ...bombs }))("%s is no thumbnail", async (_, thumbnail) => {
    const { upload_id } = await ana.request("file.begin", { name: "x.png", size_bytes: 33 });
    await putAll(ana, upload_id, pngHeader(8, 8, 33));
    const finish = ana.request("file.finish", { upload_id, thumbnail: thumbnail.toBase64() });
    await expect(finish).rejects.toMatchObject({ code: "invalid" });
    await ana.request("file.cancel", { upload_id });
    expect(kept()).toEqual(nothing);
  });
});

describe("what cannot be is refused in words, and leaves nothing", () => {
  test.each([0, -1, 0.5, 1_000_001, 2 ** 53, 1e300])("a file of %d bytes", async (size_bytes) => {
    const begin = ana.request("file.begin", { name: "a", size_bytes });
    await expect(begin).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(/\w/) });
    expect(kept()).toEqual(nothing);
  });

  test("a file when the server has no room", async () => {
    // All 489 blocks of the two megabytes: a file of a megabyte takes 245.
    const files = [
      await upload(ana, "a", someBytes(1_000_000, 1)),
      await upload(ana, "b", someBytes(244 * block_bytes, 2)),
    ];
    const begin = ana.request("file.begin", { name: "c", size_bytes: 1 });
    const message = "The server has no room for this file. Ask who runs it.";
    await expect(begin).rejects.toMatchObject({ code: "no_room", message });
    expect(kept().rows).toEqual(["a", "b"]);
    await discard(...files.map(({ id }) => id));
  });

  test("a part that comes twice, elsewhere, or is no base64", async () => {
    const { upload_id } = await ana.request("file.begin", { name: "a", size_bytes: 8 });
    const data = someBytes(4).toBase64();
    await ana.request("file.put", { upload_id, offset: 0, data });
    for (const odd of [{ offset: 0 }, { offset: 5 }, { data: "<script>" }, { data: "AAA" }, { data: "AA=A" }])
      await expect(ana.request("file.put", { upload_id, offset: 4, data, ...odd })).rejects.toMatchObject({
        code: "invalid",
      });
    await ana.request("file.cancel", { upload_id });
    expect(kept()).toEqual(nothing);
  });
});

test("half a part, and the client is gone: what came whole is there for its next connection, and then nothing", async () => {
  using ben = await PeerV2.register(server, "ben");
  const { upload_id } = await ben.request("file.begin", { name: "half", size_bytes: 1_000 });
  await putAll(ben, upload_id, someBytes(300));
  const body = { upload_id, offset: 300, data: someBytes(300).toBase64() };
  const frame = frameOf(JSON.stringify({ id: 99, type: "file.put", body }));
  ben.write(frame.subarray(0, frame.length / 2));
  ben[Symbol.dispose]();
  using again = await PeerV2.resume(server, ben.token);
  expect(await again.request("file.status", { upload_id })).toEqual({ received_bytes: 300 });
  await again.request("file.cancel", { upload_id });
  expect(kept()).toEqual(nothing);
});

test("a kill amid uploads: after the next start nothing is left of them, on disk or in the database", async () => {
  const folder = await temporaryFolder();
  const before = await startServer({ folder });
  using ben = await PeerV2.register(before, "ben");
  const sending = Array.from({ length: 5 }, async (_, seed) => {
    const { upload_id } = await ben.request("file.begin", { name: "half", size_bytes: 2_000_000 });
    await putAll(ben, upload_id, someBytes(1_000_000, seed));
    const rest = putAll(ben, upload_id, someBytes(2_000_000, seed), 1_000_000);
    rest.catch(() => undefined); // the server is killed meanwhile
  });
  await Promise.all(sending);
  expect(kept(before).disk.length).toBe(5);
  await before.stop("SIGKILL");
  await using after = await startServer({ folder });
  using again = await PeerV2.login(after, "ben");
  const { upload_id } = await again.request("file.begin", { name: "new", size_bytes: 1 }); // waits for the look around the disk
  await again.request("file.cancel", { upload_id });
  expect(kept(after)).toEqual(nothing);
});

test("no file is to be had over HTTP, by whatever path", async () => {
  const { id } = await upload(ana, "x.html", someBytes(10));
  const [path = ""] = onDisk(server);
  const paths = [`/files/${id}`, `/file/${id}`, `/${path}`, `/chat_data.db`, `/chat_data.db-files/${path}`];
  const climbing = [
    "/../chat_data.db",
    "/..%2fchat_data.db",
    "/%2e%2e/chat_data.db",
    "/icon.svg/../../chat_data.db",
  ];
  for (const each of [...paths, ...climbing, "//chat_data.db", "/\\chat_data.db", "/icon.svg%00.db"]) {
    const { status, headers } = await fetch(`http://127.0.0.1:${server.web_port}${each}`);
    expect([each, status, headers.get("x-content-type-options")]).toEqual([each, 404, "nosniff"]);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  }
  await ana.request("file.discard", { file_id: id });
});

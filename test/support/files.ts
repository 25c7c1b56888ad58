import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { ChatError } from "../../src/protocol/errors.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { TestServer } from "./server.ts";
import type { PeerV2 } from "./v2-peer.ts";

/** Sends the bytes from an offset on, in parts, a few of them under way at once. */
export async function putAll(peer: PeerV2, upload_id: string, bytes: Uint8Array, from = 0): Promise<void> {
  const puts: Promise<unknown>[] = [];
  for (let offset = from; offset < bytes.length; offset += limits.file_part_bytes_max) {
    const data = bytes.subarray(offset, offset + limits.file_part_bytes_max).toBase64();
    puts.push(peer.request("file.put", { upload_id, offset, data }));
  }
  await Promise.all(puts);
}

export async function upload(
  peer: PeerV2,
  name: string,
  bytes: Uint8Array,
  thumbnail?: Uint8Array,
): Promise<FileInfo> {
  const { upload_id } = await peer.request("file.begin", { name, size_bytes: bytes.length });
  await putAll(peer, upload_id, bytes);
  const more = thumbnail === undefined ? {} : { thumbnail: thumbnail.toBase64() };
  return (await peer.request("file.finish", { upload_id, ...more })).file;
}

export async function download(peer: PeerV2, file_id: number, thumbnail = false): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let offset = 0; ;) {
    const { data, total_bytes } = await peer.request("file.read", { file_id, thumbnail, offset });
    const part = Uint8Array.fromBase64(data);
    parts.push(part);
    offset += part.length;
    if (offset >= total_bytes || part.length === 0) return new Uint8Array(Buffer.concat(parts));
  }
}

export const send = (
  peer: PeerV2,
  channel_id: number,
  file_ids: number[],
  content = "",
  nonce: string = crypto.randomUUID(),
) => peer.request("message.send", { channel_id, content, nonce, file_ids });

/** Everything below the folder of the files, by its path within. */
export function onDisk(server: Pick<TestServer, "db">): string[] {
  const folder = `${server.db}-files`;
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile())
      .toSorted();
  } catch {
    return [];
  }
}

/**
 * Resolves when just these are on disk: what was deleted goes from it after the answer. As long as the peer is there to
 * ask; the test's own time limit ends it.
 */
export async function onlyOnDisk(
  server: Pick<TestServer, "db">,
  peer: PeerV2,
  paths: readonly string[],
): Promise<void> {
  while (!Bun.deepEquals(onDisk(server), paths.toSorted())) await peer.request("ping", {});
}

/** The answer when there is room for what is asked: what was deleted makes it after its own answer. The test's own time limit ends it. */
export async function onceThereIsRoom<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;)
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== "no_room") throw error;
    }
}

export const sha256 = (bytes: Uint8Array): string =>
  new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

export const pathOf = (bytes: Uint8Array): string => `${sha256(bytes).slice(0, 2)}/${sha256(bytes).slice(2)}`;

/** Bytes that are of no known kind, the same for the same seed. */
export function someBytes(count: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(count);
  let state = seed;
  for (let at = 0; at < count; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  bytes[0] = 1;
  return bytes;
}

/** The beginning of a png of this size, and as many bytes as wanted behind it: enough for who reads headers. */
export function pngHeader(width: number, height: number, bytes = 100): Uint8Array {
  const png = new Uint8Array(Math.max(bytes, 33));
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(png.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  png.set([8, 6, 0, 0, 0], 24);
  return png;
}

import { limits } from "../../../src/protocol/limits.ts";
import { fileNameProblem } from "../../../src/protocol/rules.ts";
import { send, upload } from "../files.ts";
import type { PeerV2 } from "../v2-peer.ts";

/** Where what was planted is to be found. */
export interface Planted {
  channels: { words: string; edits: string; files: string };
  /** How many messages are in the first. */
  count: number;
  /** How many earlier texts each message in the second has. */
  edit_counts: number[];
  file_count: number;
}

/** Writes every text wherever a server takes it, to channels that these people are in. */
export async function plant(
  ben: PeerV2,
  texts: readonly string[],
  others: readonly string[],
): Promise<Planted> {
  const channels = { words: "words", edits: "edits", files: "files" };
  const [words, edits, files] = await Promise.all(
    Object.values(channels).map((name) => privateChannel(ben, name, others)),
  );
  await sendAll(ben, words ?? 0, texts);
  const edit_counts = await editAll(ben, edits ?? 0, texts);
  await ben.request("presence.choose", { status_text: texts.findLast((text) => text.length <= 80) ?? "" });
  const file_count = await sendFiles(ben, files ?? 0, texts);
  return { channels, count: texts.length, edit_counts, file_count };
}

async function privateChannel(ben: PeerV2, name: string, others: readonly string[]): Promise<number> {
  const { channel } = await ben.request("channel.create", { kind: "private", name });
  for (const username of others)
    await ben.request("channel.add_member", { channel_id: channel.id, username });
  return channel.id;
}

/** Each answers the one before, every other one is written with /me; the last hundred are pinned. */
async function sendAll(ben: PeerV2, channel_id: number, texts: readonly string[]): Promise<void> {
  for (const [at, content] of texts.entries()) {
    const answer = at === 0 ? {} : { reply_to_seq: at };
    const [nonce, kind] = [`planted ${at}`, at % 2 === 0 ? "text" : "action"] as const;
    const { id } = await ben.request("message.send", { channel_id, nonce, kind, content, ...answer });
    if (at >= texts.length - 100) await ben.request("message.pin", { id, on: true });
  }
}

/** Each message has been as many texts as are kept of it. Returns how many. */
async function editAll(ben: PeerV2, channel_id: number, texts: readonly string[]): Promise<number[]> {
  const counts: number[] = [];
  for (let from = 0; from < texts.length; from += limits.edits_per_message_max) {
    const some = texts.slice(from, from + limits.edits_per_message_max);
    const { id } = await ben.say(channel_id, "the first");
    for (const content of some) await ben.request("message.edit", { id, content });
    counts.push(some.length);
  }
  return counts;
}

/** Ten files with each message, so many as have a name that can be one. */
async function sendFiles(ben: PeerV2, channel_id: number, texts: readonly string[]): Promise<number> {
  const names = texts.filter((text) => fileNameProblem(text) === undefined);
  const script = new TextEncoder().encode("<script>ran(0)</script>");
  for (let from = 0; from < names.length; from += 10) {
    const ids: number[] = [];
    for (const name of names.slice(from, from + 10)) ids.push((await upload(ben, name, script)).id);
    await send(ben, channel_id, ids);
  }
  return names.length;
}

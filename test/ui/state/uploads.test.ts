import { expect, test } from "bun:test";

import type { FileInfo } from "../../../src/protocol/file.ts";
import type { ChosenFile } from "../../../ui/state/files.ts";
import type { Pending } from "../../../ui/state/state.ts";
import { filesOf, nextUpload, withFile } from "../../../ui/state/uploads.ts";
import { words } from "../../../ui/words/words.ts";

const waiting = (key: string): ChosenFile => ({
  key,
  name: `${key}.txt`,
  size_bytes: 10,
  file: null,
  sent_bytes: 0,
  problem: null,
  preview_url: null,
});
const failed = (key: string): ChosenFile => ({ ...waiting(key), problem: () => "no room" });
const infoOf = (key: string): FileInfo => ({
  id: key.charCodeAt(0),
  name: `${key}.txt`,
  size_bytes: 10,
  media_type: "text/plain",
  width: null,
  height: null,
  has_thumbnail: false,
});
const up = (key: string): ChosenFile => ({ ...waiting(key), file: infoOf(key), sent_bytes: 10 });

function pending(uploads: ChosenFile[], more: Partial<Pending> = {}): Pending {
  const place = { nonce: `n${uploads[0]?.key}`, channel_id: 1, place: "#general", reply_to_seq: null };
  const is_new = { created_at_ms: 1, failure: null, kept: true, tries: 0 };
  return { ...place, ...is_new, kind: "text", content: "hello", uploads, ...more };
}
const failing = (uploads: ChosenFile[]) => pending(uploads, { failure: words().uploads.one_failed });

const at = (outbox: Pending[], chosen: ChosenFile[] = []) => ({
  outbox,
  chosen_files: new Map(chosen.length === 0 ? [] : [[1, chosen]]),
});
const gone = () => undefined;

test("files of messages that were sent off go up before those of what is being written, and in order", () => {
  const place = at([pending([up("a"), waiting("b")]), pending([waiting("c")])], [waiting("d")]);
  expect(filesOf(place).map(({ key }) => key)).toEqual(["a", "b", "c", "d"]);
  expect(nextUpload(place)?.key).toBe("b");
});

test("what failed is passed, with the other files of its message", () => {
  expect(nextUpload(at([failing([failed("a"), waiting("b")])], [failed("c"), waiting("d")]))?.key).toBe("d");
  expect(nextUpload(at([failing([failed("a"), waiting("b")])]))).toBeUndefined();
});

test("one of several that is taken away leaves the others on their way", () => {
  const other = pending([waiting("z")]);
  const { outbox } = withFile(at([pending([waiting("a"), waiting("b")]), other]), "a", gone);
  expect(outbox).toEqual([{ ...pending([waiting("a")]), uploads: [waiting("b")] }, other]);
});

test("with the last file that comes up a message has attachments, and is to be kept anew before it is sent", () => {
  const { outbox } = withFile(at([pending([up("a"), waiting("b")])]), "b", () => up("b"));
  const { uploads: _, ...message } = pending([up("a")]);
  expect(outbox).toEqual([{ ...message, kept: false, attachments: [infoOf("a"), infoOf("b")] }]);
});

test("a file that fails fails its message; taken away or tried again it lets it go on", () => {
  const on_their_way = at([pending([waiting("a"), waiting("b")])]);
  const { outbox = [] } = withFile(on_their_way, "a", () => failed("a"));
  expect(outbox).toMatchObject([{ failure: words().uploads.one_failed }]);
  for (const change of [gone, waiting])
    expect(withFile(at([...outbox]), "a", () => change("a")).outbox).toMatchObject([{ failure: null }]);
  const both = at([failing([failed("a"), failed("b")])]);
  expect(withFile(both, "a", gone).outbox).toMatchObject([{ failure: words().uploads.one_failed }]);
});

test("without any file a message waits for a word, and goes where it has no text", () => {
  expect(withFile(at([pending([waiting("a")])]), "a", gone).outbox).toMatchObject([
    { content: "hello", failure: words().uploads.text_alone },
  ]);
  expect(withFile(at([pending([waiting("a")])]), "a", gone).outbox?.[0]).not.toHaveProperty("uploads");
  expect(withFile(at([pending([waiting("a")], { content: "" })]), "a", gone).outbox).toEqual([]);
});

test("of what is being written a file is changed in its channel alone, and the last leaves nothing of it", () => {
  const place = at([pending([waiting("z")])], [waiting("a"), waiting("b")]);
  const less = withFile(place, "b", gone);
  expect(less).toEqual({ chosen_files: new Map([[1, [waiting("a")]]]) });
  expect(withFile({ ...place, ...less }, "a", gone)).toEqual({ chosen_files: new Map() });
});

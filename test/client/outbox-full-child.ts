import { closeSync, fsync, openSync } from "node:fs";
import { join } from "node:path";

import { OutboxFile, type OutboxRow } from "../../src/client/outbox-file.ts";

/**
 * Works with an outbox in a process whose files cannot grow over 4 KiB. Arguments: folder, what is done after the
 * second message found no room. Prints what came of it as JSON.
 */
const [folder = "", then = ""] = Bun.argv.slice(2);
const path = join(folder, "outbox.jsonl");

const row = (number: number, content: string): OutboxRow => ({
  put: {
    nonce: `n${number}`,
    channel_id: 1,
    place: "#general",
    kind: "text",
    content,
    reply_to_seq: null,
    created_at_ms: number,
    failure: null,
  },
  met: null,
});

function codeOf(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : String(error);
  }
}

let syncs = 0;
const file = new OutboxFile(
  path,
  () => {},
  (number, done) => {
    syncs++;
    fsync(number, done);
  },
);
const codes = [];
codes.push(codeOf(() => file.put(row(1, "kept"))));
codes.push(codeOf(() => file.put(row(2, "x".repeat(6_000)))));
if (then === "drop both") for (const nonce of ["n1", "n2"]) codes.push(codeOf(() => file.drop(nonce)));
if (then === "open no more") {
  // A file that has grown long is to be written anew, and nothing can be opened.
  const opened: number[] = [];
  codes.push(
    codeOf(() => {
      for (;;) opened.push(openSync("/dev/null", "r"));
    }),
  );
  codes.push(codeOf(() => file.put(row(3, "short"))));
  for (const each of opened) closeSync(each);
}
if (then === "sync") await file.onDisk();
if (then === "put a short one") {
  file.drop("n2");
  codes.push(codeOf(() => file.put(row(3, "short"))));
}
if (then !== "end") file.close(`${path}.left`);
console.log(JSON.stringify({ codes, syncs }));

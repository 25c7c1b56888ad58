import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import type { Message } from "../../src/protocol/message.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const scratch = scratchFolder();
const kills = 6;

/** Lets a process append until it has acknowledged that many messages, kills it, and tells all it acknowledged. */
async function appendUntilKilled(path: string, run: number, acknowledged_min: number) {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/appending-child.ts`, path, `run${run}`], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const decoder = new TextDecoder();
  let printed = "";
  for await (const bytes of child.stdout) {
    printed += decoder.decode(bytes, { stream: true });
    if (printed.split("\n").length > acknowledged_min) child.kill("SIGKILL");
  }
  await child.exited;
  expect(child.signalCode).toBe("SIGKILL");
  const whole_lines = printed.slice(0, printed.lastIndexOf("\n")).split("\n");
  return whole_lines.map((line) => line.split(" ") as [nonce: string, seq: string]);
}

async function everyMessage(path: string): Promise<Message[]> {
  const store = await openStore({ path, clock: Date, log: silentLog });
  const all: Message[] = [];
  for (let has_more = true; has_more;) {
    const page = await store.messages.history({
      user_id: 1,
      channel_id: 1,
      after_seq: all.length,
      limit: 1_000,
    });
    all.push(...page.messages);
    has_more = page.has_more_after;
  }
  await store.close();
  return all;
}

test("killed while it writes, again and again: what was acknowledged is there once, without holes", async () => {
  const path = scratch.file("killed.db");
  const acknowledged = new Map<string, number>();
  for (let run = 0; run < kills; run++) {
    for (const [nonce, seq] of await appendUntilKilled(path, run, 20 + ((run * 37) % 150)))
      acknowledged.set(nonce, Number(seq));
    const messages = await everyMessage(path);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
    const stored = new Map(messages.map(({ nonce, seq }) => [nonce, seq]));
    expect(stored.size).toBe(messages.length);
    const lost = [...acknowledged].filter(([nonce, seq]) => stored.get(nonce) !== seq);
    expect(lost).toEqual([]);
  }
  expect(acknowledged.size).toBeGreaterThan(kills * 20);
  const database = new Database(path, { readonly: true });
  expect(database.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
  database.close();
}, 60_000);

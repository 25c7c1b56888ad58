import { openStore } from "../../src/store/sqlite/open-store.ts";
import { silentLog } from "./silent-log.ts";

/**
 * Appends to the database named first, several messages at a time, until it is killed, and prints the nonce
 * and seq of each one that was acknowledged. The second argument keeps its nonces apart from other runs.
 */
const [path = "", run = ""] = process.argv.slice(2);
const store = await openStore({ path, clock: Date, log: silentLog });
const ana = (await store.users.byName("ana")) ?? (await register());
for (let at = 0; ; at += 8)
  await Promise.all(Array.from({ length: 8 }, (_, more) => appendOne(`${run}-${at + more}`)));

async function register() {
  return store.users.create({ username: "ana", password_hash: "x", now_ms: Date.now() });
}

async function appendOne(nonce: string): Promise<void> {
  const { message } = await store.messages.append({
    channel_id: 1,
    author_id: ana.user_id,
    kind: "text",
    content: `message ${nonce}`,
    nonce,
    reply_to_seq: null,
    mentions: undefined,
    now_ms: Date.now(),
  });
  process.stdout.write(`${nonce} ${message.seq}\n`);
}

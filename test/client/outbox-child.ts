import { OutboxFolder } from "../../src/client/outbox.ts";
import { Outboxes } from "../../src/client/outboxes.ts";

/** Keeps messages until it is killed. Arguments: folder, first number, last number. Says "kept" when all are. */
const [folder = "", first = "", last = ""] = Bun.argv.slice(2);
const log = { info: console.log, warn: console.log };
const outbox = new Outboxes(new OutboxFolder(folder, process.pid, log));
const met = { server: { host: "willow.example", port: 5050, tls: true }, certificate: null, username: "ana" };
const account = { server_id: "willow", user_id: 1, met };
outbox.load(account);
for (let number = Number(first); number <= Number(last); number++)
  await outbox.put(account, {
    nonce: `n${number}`,
    channel_id: 1,
    place: "#general",
    kind: "text",
    content: `message ${number}`,
    reply_to_seq: null,
    created_at_ms: number,
    failure: null,
  });
console.log("kept");
await Bun.stdin.text();

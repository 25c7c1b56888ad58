import { encodeFrame } from "../../src/protocol/frame.ts";
import {
  type ChatEvent,
  events,
  type Reply,
  type RequestInput,
  type RequestName,
  requests,
} from "../../src/protocol/registry.ts";

const token = "5f1d7a84db00d2fce00b31a7fc73224f5f1d7a84db00d2fce00b31a7fc73224f";
const created_at_ms = 1_750_000_000_000;
const edited_at_ms = created_at_ms + 60_000;
const ana = { user_id: 1, username: "ana" };

/** A session with real bytes: a client registers, catches up, sends a message, edits it, and comes back later. */
export function exampleSession(): string {
  const steps = [
    ...exchange(
      1,
      "hello",
      { protocol: 2, client: { name: "my-client", version: "1.0.0" } },
      {
        protocol: 2,
        server: { name: "chat", version: "0.1.0", id: "0b2d4a0e-8b0c-4b5e-9a52-6a8f3a3f9d11" },
        limits: {
          frame_bytes_max: 1_048_576,
          content_chars_max: 2_000,
          history_page_max: 100,
          file_bytes_max: 25_000_000,
          messages_per_second: 5,
        },
        heartbeat_interval_ms: 30_000,
        registration: "open",
        capabilities: ["files"],
      },
    ),
    ...exchange(
      2,
      "session.register",
      { username: "ana", password: "correct horse" },
      {
        user: ana,
        session_id: 1,
        presence: { status: "online", status_text: "" },
        token,
        expires_at_ms: created_at_ms + 86_400_000,
      },
    ),
    ...exchange(3, "sync.catch_up", {}, { channels: [general], changes: [], left_out: [] }),
    ...sending(
      4,
      { channel_id: 1, nonce: "6f9619ff", content: "Grüße 👋" },
      { id: 1, seq: 1, rev: 1, created_at_ms },
    ),
    ...editing(5, { id: 1, content: "Grüße an alle 👋" }, { rev: 2, edited_at_ms }),
    ...catchingUp(6),
    refused(7, "message.send", { channel_id: 7, nonce: "9a1c03be", content: "Anyone here?" }),
  ];
  return steps.flat().join("\n");
}

/** The first frame of the example, byte by byte. */
export function exampleBytes(): string {
  const frame = encodeFrame({ id: 8, type: "ping" });
  const lines: string[] = [];
  for (let at = 0; at < frame.length; at += 16) {
    const row = frame.subarray(at, at + 16);
    const text = Array.from(row, (byte) => (byte < 32 ? "." : String.fromCharCode(byte))).join("");
    lines.push(`${hex(row).padEnd(48)} ${text}`);
  }
  return lines.join("\n");
}

const general = {
  id: 1,
  kind: "public" as const,
  name: "general",
  description: "General discussion",
  created_by: null,
  created_at_ms: 1_749_000_000_000,
  archived_at_ms: null,
  last_rev: 0,
  last_seq: 0,
  last_message_at_ms: null,
  joined: true,
  read_seq: 0,
  mention_count: 0,
  members: [],
};

const message = {
  id: 1,
  channel_id: 1,
  seq: 1,
  rev: 1,
  author: ana,
  kind: "text" as const,
  content: "Grüße 👋",
  created_at_ms,
  nonce: "6f9619ff",
  reply_to_seq: null,
  edited_at_ms: null,
  deleted_at_ms: null,
  pinned_at_ms: null,
  reactions: [],
};

function exchange<N extends RequestName>(id: number, type: N, body: RequestInput<N>, ok: Reply<N>): string[] {
  // Parsed, so that an example that no longer fits its declaration stops the document from being made.
  requests[type].body.parse(body);
  requests[type].reply.parse(ok);
  return [line("->", { id, type, body }), line("<-", { re: id, ok })];
}

/** The sender hears its own message like everybody, before the reply. */
function sending(
  id: number,
  body: RequestInput<"message.send">,
  ok: Reply<"message.send">,
): (string | undefined)[] {
  const [request, reply] = exchange(id, "message.send", body, ok);
  return [request, told({ type: "message.created", body: { message } }), reply];
}

function editing(
  id: number,
  body: RequestInput<"message.edit">,
  ok: Reply<"message.edit">,
): (string | undefined)[] {
  const [request, reply] = exchange(id, "message.edit", body, ok);
  const place = { channel_id: 1, id: body.id, seq: 1 };
  return [request, told({ type: "message.edited", body: { ...place, content: body.content, ...ok } }), reply];
}

/** As if the client had been away since its message: it comes as it is now. */
function catchingUp(id: number): string[] {
  const channel = { ...general, last_rev: 2, last_seq: 1, last_message_at_ms: created_at_ms, read_seq: 1 };
  const now = { ...message, rev: 2, content: "Grüße an alle 👋", edited_at_ms };
  const position = { channel_id: 1, rev: 1, from_seq: 1 };
  return exchange(
    id,
    "sync.catch_up",
    { channels: [position] },
    {
      channels: [channel],
      changes: [{ channel_id: 1, last_rev: 2, messages: [now], is_gap: false }],
      left_out: [],
    },
  );
}

function told(event: ChatEvent): string {
  events[event.type].body.parse(event.body);
  return line("<-", event);
}

function refused(id: number, type: RequestName, body: unknown): string[] {
  requests[type].body.parse(body);
  return [
    line("->", { id, type, body }),
    line("<-", { re: id, error: { code: "not_found", message: "No such channel." } }),
  ];
}

const line = (way: "->" | "<-", value: unknown): string =>
  `${way} ${hex(encodeFrame(value).subarray(0, 4))}  ${JSON.stringify(value)}`;

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

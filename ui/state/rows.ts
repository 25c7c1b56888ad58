import type { User } from "../../src/protocol/fields.ts";
import type { Message } from "../../src/protocol/message.ts";
import { dayStart } from "../text/time.ts";
import type { Notice } from "./notice.ts";
import type { Pending, Timeline } from "./state.ts";
import { messageAt, oldestSeq } from "./timeline.ts";

/** What the message list shows, from top to bottom. */
export type Row =
  | { type: "day"; key: string; at_ms: number }
  | { type: "new"; key: string }
  /** Messages between what was held before an absence and what is held now are not loaded yet. */
  | { type: "gap"; key: string; count: number }
  | { type: "notice"; key: string; notice: Notice }
  /** The beginning of the channel. */
  | { type: "start"; key: string }
  /** More is there and not loaded. */
  | { type: "waiting"; key: string }
  | MessageRow;

export interface MessageRow {
  type: "message";
  key: string;
  /** Whether it begins a group and so shows avatar, name and time. */
  head: boolean;
  author: User;
  kind: Message["kind"];
  content: string;
  at_ms: number;
  /** Not yet acknowledged; undefined when it is. */
  pending: Pending | undefined;
  /** Undefined while it is not acknowledged. */
  message: Message | undefined;
  reply_to_seq: number | null;
  /** What it answers; null when that is not to be had, undefined when it answers nothing or is not loaded yet. */
  original: Message | null | undefined;
}

export interface RowsInput {
  timeline: Timeline;
  /** Those of this channel. */
  pending: readonly Pending[];
  me: User;
  new_line_seq: number | null;
}

/** The rows with what stands at both ends of them. A gap says itself that more is loaded. */
export function withEnds(rows: readonly Row[], timeline: Timeline): readonly Row[] {
  const { has_older, gap_after_seq, has_newer } = timeline;
  const start: Row[] = has_older ? [{ type: "waiting", key: "older" }] : [{ type: "start", key: "start" }];
  const end: Row[] = has_newer ? [{ type: "waiting", key: "newer" }] : [];
  return [...(has_older && gap_after_seq !== null ? [] : start), ...rows, ...end];
}

const group_ms = 7 * 60_000;

/** Messages of one author within 7 minutes of the one before stand under one header. */
export function buildRows({ timeline, pending, me, new_line_seq }: RowsInput): Row[] {
  const rows: Row[] = gapRow(timeline);
  const last_seq = timeline.messages.at(-1)?.seq ?? 0;
  let notice_at = 0;
  const pushNotices = (seq: number) => {
    let notice = timeline.notices[notice_at];
    while (notice !== undefined && notice.after_seq <= seq) {
      pushDay(rows, `n${notice.id}`, notice.at_ms);
      rows.push({ type: "notice", key: `n${notice.id}`, notice });
      notice = timeline.notices[++notice_at];
    }
  };
  for (const message of timeline.messages) {
    pushNotices(message.seq - 1);
    const line = new_line_seq !== null && message.seq === new_line_seq + 1 && new_line_seq < last_seq;
    pushMessage(rows, ofMessage(message, timeline, me.user_id), line);
  }
  pushNotices(Infinity);
  for (const one of pending) pushMessage(rows, ofPending(one, timeline, me), false);
  return rows;
}

function gapRow({ gap_after_seq, messages }: Timeline): Row[] {
  if (gap_after_seq === null) return [];
  return [{ type: "gap", key: "gap", count: oldestSeq({ messages }) - gap_after_seq - 1 }];
}

function originalOf(timeline: Timeline, seq: number | null): Message | null | undefined {
  return seq === null ? undefined : (messageAt(timeline, seq) ?? timeline.originals.get(seq));
}

function pushMessage(rows: Row[], row: MessageRow, line: boolean): void {
  const before = rows.at(-1);
  pushDay(rows, row.key, row.at_ms);
  if (line) rows.push({ type: "new", key: `new${row.key}` });
  const alone = row.kind === "action" || row.reply_to_seq !== null;
  rows.push({ ...row, head: alone || rows.at(-1) !== before || !continues(before, row) });
}

/** A day begins with whatever is its first, be it only that somebody came. */
function pushDay(rows: Row[], key: string, at_ms: number): void {
  const last = lastMoment(rows);
  if (last === undefined || dayStart(last) !== dayStart(at_ms))
    rows.push({ type: "day", key: `d${key}`, at_ms });
}

function continues(before: Row | undefined, row: MessageRow): boolean {
  return (
    before?.type === "message" &&
    before.kind === "text" &&
    before.author.user_id === row.author.user_id &&
    row.at_ms - before.at_ms < group_ms
  );
}

function lastMoment(rows: readonly Row[]): number | undefined {
  const last = rows.findLast((row) => row.type === "message" || row.type === "notice");
  if (last?.type === "notice") return last.notice.at_ms;
  return last?.type === "message" ? last.at_ms : undefined;
}

const ofMessage = (message: Message, timeline: Timeline, my_id: number): MessageRow => ({
  type: "message",
  // One's own message keeps its key when it is acknowledged, so that its element stays.
  key: message.author.user_id === my_id && message.nonce !== null ? `p${message.nonce}` : `m${message.id}`,
  head: true,
  author: message.author,
  kind: message.deleted_at_ms === null ? message.kind : "text",
  content: message.content,
  at_ms: message.created_at_ms,
  pending: undefined,
  message,
  reply_to_seq: message.deleted_at_ms === null ? message.reply_to_seq : null,
  original: originalOf(timeline, message.reply_to_seq),
});

const ofPending = (pending: Pending, timeline: Timeline, me: RowsInput["me"]): MessageRow => ({
  type: "message",
  key: `p${pending.nonce}`,
  head: true,
  author: me,
  kind: pending.kind,
  content: pending.content,
  at_ms: pending.created_at_ms,
  pending,
  message: undefined,
  reply_to_seq: pending.reply_to_seq,
  original: originalOf(timeline, pending.reply_to_seq),
});

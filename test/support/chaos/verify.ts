import { Database } from "bun:sqlite";

import type { Acknowledged } from "./writer.ts";

export interface Verdict {
  stored: number;
  acknowledged: number;
  /** Acknowledged, but not stored as it was acknowledged. */
  lost: number;
  /** Stored more than once. */
  doubled: number;
  /** Stored before an earlier message of the same author. */
  out_of_order: number;
  /** Places that no message has, or that two have. */
  holes: number;
  integrity: string;
}

interface Row {
  id: number;
  seq: number;
  nonce: string;
}

/** Reads the database of a stopped server and holds it against what clients were told. */
export function verify(
  db: string,
  channel_id: number,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): Verdict {
  const database = new Database(db, { readonly: true });
  const rows = database
    .query<Row, [number]>("SELECT id, seq, nonce FROM messages WHERE channel_id = ? ORDER BY seq")
    .all(channel_id);
  const check = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").get();
  database.close();

  const by_nonce = new Map(rows.map((row) => [row.nonce, row]));
  const isLost = ([nonce, { id, seq }]: [string, Acknowledged]) => {
    const row = by_nonce.get(nonce);
    return row?.id !== id || row.seq !== seq;
  };
  return {
    stored: rows.length,
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter(isLost).length,
    doubled: rows.length - by_nonce.size,
    out_of_order: countOutOfOrder(rows),
    holes: rows.filter(({ seq }, index) => seq !== index + 1).length,
    integrity: check?.integrity_check ?? "no answer",
  };
}

function countOutOfOrder(rows: readonly Row[]): number {
  const last = new Map<string, number>();
  let count = 0;
  for (const { nonce } of rows) {
    const [author = "", number = ""] = nonce.split(":");
    if (Number(number) <= (last.get(author) ?? 0)) count++;
    last.set(author, Number(number));
  }
  return count;
}

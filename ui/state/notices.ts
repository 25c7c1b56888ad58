import type { NoticeReport } from "../../src/protocol/notice.ts";

/** What the host has told of notifications. */
export interface ToldNotices {
  /** What became of the last test; null before the first. */
  test: NoticeReport | "asked" | null;
  /** The last one that could not be shown; null when a test has been since. */
  lost: (NoticeReport & { at_ms: number }) | null;
}

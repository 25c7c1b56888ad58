import type { Message } from "../../src/protocol/message.ts";
import type { Timeline } from "../../ui/state/state.ts";

/** A timeline that holds these messages and nothing else of note. */
export const timelineOf = (messages: readonly Message[], patch: Partial<Timeline> = {}): Timeline => ({
  messages,
  rev: Math.max(0, ...messages.map(({ rev }) => rev)),
  has_older: (messages[0]?.seq ?? 1) > 1,
  loading_older: false,
  has_newer: false,
  loading_newer: false,
  gap_after_seq: null,
  originals: new Map(),
  notices: [],
  ...patch,
});

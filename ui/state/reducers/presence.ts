import type { Reducer } from "../reducers.ts";
import { withTypist } from "../typing.ts";

export const presenceChosen: Reducer<"presence.chosen"> = (_state, presence) => ({ presence });

export const typingStarted: Reducer<"typing.started"> = ({ typing }, { channel_id, user }, now_ms) => ({
  typing: withTypist(typing, channel_id, user, now_ms),
});

export const sessionEnded: Reducer<"session.ended"> = ({ sessions }, { session_id }) =>
  sessions === null ? {} : { sessions: sessions.filter((one) => one.session_id !== session_id) };

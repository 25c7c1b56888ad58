import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { jumpTo } from "../actions/jump.ts";
import { attempt } from "../actions/say.ts";
import { dismissUnread } from "../actions/unread.ts";
import type { Timeline } from "../state/state.ts";
import { messageAt, oldestSeq } from "../state/timeline.ts";
import { clockTime, dayStart, timeWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import type { LinePlace } from "./scroll-keeper.ts";

interface UnreadBarProps {
  channel: Channel;
  timeline: Timeline;
  /** Where the line before what is new is on screen. */
  line: LinePlace;
}

/** Says how much is new above what is on screen, since when, and takes one there. Esc does what its cross does. */
export function UnreadBar({ channel, timeline, line }: UnreadBarProps) {
  const app = useApp();
  const { new_line_seq, today_ms } = app.store.view;
  const before_seq = new_line_seq.value;
  if (before_seq === null) return null;
  const above = line === "above" || (line === "none" && before_seq + 1 < oldestSeq(timeline));
  if (!above) return null;
  const count = channel.last_seq - before_seq;
  const first = messageAt(timeline, before_seq + 1);
  const jump = () => attempt(app, jumpTo(app, channel.id, before_seq + 1));
  const since = first && sinceWords(first.created_at_ms, today_ms.value);
  return html`<div class="unread-bar" data-testid="unread-bar">
    <button class="unread-jump" onClick=${jump}>
      <span>${words().message_list.new_since(count, since)}</span>
      ${words().message_list.jump_to_new}<${Icon} name="arrow_up" size=${16} />
    </button>
    <button title=${words().message_list.mark_read_title} onClick=${() => dismissUnread(app)}>
      ${words().message_list.mark_read}<${Icon} name="close" size=${16} />
    </button>
  </div>`;
}

/** "14:02" of today, else with the day, which stands within a sentence: "yesterday at 14:02". */
const sinceWords = (at_ms: number, today_ms: number): string =>
  dayStart(at_ms) === today_ms
    ? clockTime(at_ms)
    : timeWords(at_ms, today_ms).replace(/^\p{Lu}/u, (first) => first.toLowerCase());

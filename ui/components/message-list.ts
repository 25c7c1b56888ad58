import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { setAtEnd } from "../actions/attention.ts";
import { loadOlder } from "../actions/load-messages.ts";
import { attempt } from "../actions/say.ts";
import { loadFirstUnread, releaseUnread } from "../actions/unread.ts";
import type { App } from "../app.ts";
import { channelLabel, unreadCount } from "../state/channels.ts";
import type { Row } from "../state/rows.ts";
import type { Timeline } from "../state/state.ts";
import { oldestSeq } from "../state/timeline.ts";
import { dayWords } from "../text/time.ts";
import { useApp } from "./app-context.ts";
import { ChannelStart } from "./channel-start.ts";
import { Icon } from "./icon.ts";
import { MessageItem } from "./message-item.ts";
import { NoticeItem } from "./notice-item.ts";
import { type LinePlace, ScrollKeeper } from "./scroll-keeper.ts";
import { UnreadBar } from "./unread-bar.ts";

/** Scrolled up further than this, the way back to the end is offered even without news. */
const far_px = 1_500;

interface MessageListProps {
  channel: Channel;
  timeline: Timeline;
  rows: readonly Row[];
}

/** The messages of a channel, oldest first, loading upwards without end. */
export function MessageList({ channel, timeline, rows }: MessageListProps) {
  const app = useApp();
  const { scroller, content, far, line, toLine, onScroll } = useScroll(app, channel.id);
  const { at_end, today_ms, me, new_line_seq } = app.store.view;
  const release = () => releaseUnread(app);
  const today = today_ms.value;
  return html`<div class="message-area">
    <div
      class="scroller"
      ref=${scroller}
      onScroll=${onScroll}
      onWheel=${release}
      onTouchMove=${release}
      onKeyDown=${release}
      role="log"
      aria-label="Messages in ${channelLabel(channel, me.value?.user_id)}"
      aria-busy=${timeline.loading_older}
      tabindex="0"
    >
      <div class="messages" ref=${content}>
        ${
          timeline.has_older
            ? html`<div key="older" class="older" aria-hidden="true"><span class="spinner"></span></div>`
            : html`<${ChannelStart} key="start" channel=${channel} />`
        }
        ${rows.map((row) => rowView(app, row, today))}
      </div>
    </div>
    ${
      isLineAbove(line, timeline, new_line_seq.value) &&
      html`<${UnreadBar}
        channel=${channel}
        timeline=${timeline}
        onJump=${() => attempt(app, loadFirstUnread(app).then(() => requestAnimationFrame(toLine)))}
      />`
    }
    <${JumpDown}
      shown=${!at_end.value}
      far=${far}
      unread=${unreadCount(channel)}
      onJump=${() => setAtEnd(app, true)}
    />
  </div>`;
}

/** Whether what is new begins above what is on screen and has not been seen. */
const isLineAbove = (line: LinePlace, timeline: Timeline, new_line_seq: number | null): boolean =>
  new_line_seq !== null &&
  (line === "above" || (line === "none" && new_line_seq + 1 < oldestSeq(timeline)));

function rowView(app: App, row: Row, today_ms: number) {
  if (row.type === "message")
    return html`<${MessageItem} key=${row.key} app=${app} ...${row} today_ms=${today_ms} />`;
  if (row.type === "notice") return html`<${NoticeItem} key=${row.key} notice=${row.notice} />`;
  if (row.type === "new")
    return html`<div key=${row.key} class="new-line" role="separator"><span>New messages</span></div>`;
  return html`<div key=${row.key} class="day-line" role="separator">
    <span>${dayWords(row.at_ms, today_ms)}</span>
  </div>`;
}

/** Keeps the list in place; runs after every drawing, because any may have changed the rows. */
function useScroll(app: App, channel_id: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper>(null);
  const [far, setFar] = useState(false);
  const [line, setLine] = useState<LinePlace>("none");
  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const made = new ScrollKeeper(scroller.current, content.current, {
      isAtEnd: () => app.store.state.at_end,
      scrolled: (at_end, distance_px) => {
        setAtEnd(app, at_end);
        setFar(distance_px > far_px);
        setLine(keeper.current?.linePlace(app.store.state.attentive) ?? "none");
      },
      nearStart: () => void loadOlder(app, channel_id),
    });
    keeper.current = made;
    made.place();
    return () => made.stop();
  }, []);
  useLayoutEffect(() => keeper.current?.restore());
  return {
    scroller,
    content,
    far,
    line,
    toLine: () => keeper.current?.place(),
    onScroll: () => keeper.current?.look(),
  };
}

interface JumpDownProps {
  shown: boolean;
  far: boolean;
  unread: number;
  onJump: () => void;
}

function JumpDown({ shown, far, unread, onJump }: JumpDownProps) {
  if (!shown || (!far && unread === 0)) return null;
  const words =
    unread === 0 ? "Jump to the newest" : unread === 1 ? "1 new message" : `${unread} new messages`;
  return html`<button
    class="jump-down ${unread > 0 ? "jump-down-new" : ""}"
    data-testid="jump-down"
    onClick=${onJump}
  >
    ${words}<${Icon} name="arrow_down" size=${16} />
  </button>`;
}

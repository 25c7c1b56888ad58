import { html } from "htm/preact";
import type { RefObject } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { releaseUnread } from "../actions/unread.ts";
import type { App } from "../app.ts";
import { channelLabel } from "../state/channels.ts";
import { nameIn } from "../state/profiles.ts";
import { type MessageRow, type Row, withEnds } from "../state/rows.ts";
import type { Timeline } from "../state/state.ts";
import { dayWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { ChannelStart } from "./channel-start.ts";
import { anchorOf, isPressedAgain } from "./floating.ts";
import { JumpPills } from "./jump-pills.ts";
import { MessageItem, type TabPlace } from "./message-item.ts";
import { keyOf, useHeldFocus, useMessagePointer } from "./message-pointer.ts";
import { type MessagePopup, OpenMessagePopup, type OpenPopup } from "./message-tools.ts";
import { NoticeItem } from "./notice-item.ts";
import type { Span } from "./row-window.ts";
import { UnreadBar } from "./unread-bar.ts";
import { useScroll } from "./use-scroll.ts";

/** So that the menu opens with its left end where the pointer is. */
const menu_width_px = 200;

interface MessageListProps {
  channel: Channel;
  timeline: Timeline;
  rows: readonly Row[];
}

/** The messages of a channel, oldest first, loading at both ends. */
export function MessageList({ channel, timeline, rows: inner }: MessageListProps) {
  const app = useApp();
  const rows = useMemo(() => withEnds(inner, timeline), [inner, timeline]);
  const { scroller, content, span, focusRow, far, line, onScroll } = useScroll(app, channel.id, rows);
  const { hot, focused, onKeyDown, ...pointer } = useMessagePointer(rows, focusRow);
  const { popup, openPopup, closePopup } = usePopup(scroller);
  const { today_ms, me, editing_id, deleting } = app.store.view;
  const release = () => releaseUnread(app);
  const drawn = drawnRows(rows, span, focused, [popup?.message.id, editing_id.value]);
  useHeldFocus(scroller);
  const stop = focused ?? drawn.findLast((row) => row.type === "message")?.key;
  const show: RowShow = {
    app,
    channel,
    today_ms: today_ms.value,
    editing_id: editing_id.value,
    deleting: deleting.value,
    isHot: ({ key, message }) => (popup === undefined ? key === hot : popup.message.id === message?.id),
    tabOf: (key) => (key === focused ? "here" : key === stop ? "stop" : "none"),
    onOpen: openPopup,
  };
  return html`<div class="message-area">
    <div
      class="scroller"
      ref=${scroller}
      onScroll=${onScroll}
      onWheel=${release}
      onTouchMove=${release}
      onKeyDown=${(event: KeyboardEvent) => {
        release();
        onKeyDown(event);
      }}
      onContextMenu=${(event: MouseEvent) => openMenu(event, app, rows, openPopup)}
      ...${pointer}
      role="log"
      aria-label=${words().message_list.label(channelLabel(channel, me.value?.user_id))}
      aria-live=${useSettled(app.store.view.at_end.value) ? "polite" : "off"}
      aria-busy=${timeline.loading_older || timeline.loading_newer}
      tabindex="0"
    >
      <div class="messages" ref=${content}>${drawn.map((row) => rowView(show, row))}</div>
    </div>
    <${UnreadBar} channel=${channel} timeline=${timeline} line=${line} />
    <${JumpPills} channel=${channel} far=${far || timeline.has_newer} />
    ${
      popup !== undefined &&
      html`<${OpenMessagePopup} key=${popup.kind} popup=${popup} onOpen=${openPopup} onClose=${closePopup} />`
    }
  </div>`;
}

/** What is open beside a message. */
function usePopup(scroller: RefObject<HTMLElement | null>) {
  const [popup, setPopup] = useState<MessagePopup>();
  const closePopup = () => {
    // The focus goes to the message, since the button that opened this may go with it.
    const row = scroller.current?.querySelector<HTMLElement>(`[data-seq="${popup?.message.seq}"]`);
    row?.focus({ preventScroll: true });
    setPopup(undefined);
  };
  // One and the same, so that no message is drawn anew for it.
  const openPopup = useMemo(
    () => (next: MessagePopup) =>
      setPopup((open) =>
        open?.kind === next.kind && isPressedAgain(open.anchor, next.anchor) ? undefined : next,
      ),
    [],
  );
  return { popup, openPopup, closePopup };
}

/** What has the focus, or is being worked on, stays on the page wherever one scrolls. */
function drawnRows(
  rows: readonly Row[],
  { from, to }: Span,
  focused: string | undefined,
  ids: (number | null | undefined)[],
): readonly Row[] {
  const isInUse = (row: Row) => row.type === "message" && row.message && ids.includes(row.message.id);
  return rows.filter((row, at) => (at >= from && at < to) || row.key === focused || isInUse(row));
}

/** Rows that come and go as one scrolls are no news: read out is what comes while the end is in view, and has been for a moment. */
function useSettled(at_end: boolean): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => setSettled(at_end), [at_end]);
  return settled && at_end;
}

/** Where text is selected, or on a link or in a field, the system's own menu is of more use. */
function openMenu(event: MouseEvent, app: App, rows: readonly Row[], onOpen: OpenPopup): void {
  const key = keyOf(event.target);
  const row = rows.find((one) => one.key === key);
  const message = row?.type === "message" ? row.message : undefined;
  if (message === undefined || message.deleted_at_ms !== null || app.store.state.deleting.has(message.id))
    return;
  if ((event.target as Element).closest(".link, textarea, button:not(.person-link, .person-face)") !== null)
    return;
  if (getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  // The menu key gives no place of its own: then it opens beside the message.
  const by_key = event.clientX === 0 && event.clientY === 0;
  const { clientX: x, clientY: y } = event;
  const anchor = by_key ? anchorOf(event.target as Element) : { top: y, bottom: y, right: x + menu_width_px };
  onOpen({ kind: "menu", message, anchor });
}

interface RowShow {
  app: App;
  channel: Channel;
  today_ms: number;
  editing_id: number | null;
  deleting: ReadonlySet<number>;
  /** Whether what can be done to a message is shown. */
  isHot(row: MessageRow): boolean;
  tabOf(key: string): TabPlace;
  onOpen: OpenPopup;
}

function rowView({ app, channel, today_ms, editing_id, deleting, isHot, tabOf, onOpen }: RowShow, row: Row) {
  if (row.type === "message")
    return html`<${MessageItem}
      ...${row}
      key=${row.key}
      id=${row.key}
      app=${app}
      name=${nameIn(app.store.view.profiles.value, row.author)}
      today_ms=${today_ms}
      hot=${isHot(row)}
      tab=${tabOf(row.key)}
      editing=${row.message !== undefined && row.message.id === editing_id}
      leaving=${row.message !== undefined && deleting.has(row.message.id)}
      onOpen=${onOpen}
    />`;
  if (row.type === "notice") return html`<${NoticeItem} key=${row.key} id=${row.key} notice=${row.notice} />`;
  if (row.type === "new")
    return html`<div key=${row.key} data-key=${row.key} class="new-line" role="separator">
      <span>${words().message_list.new_line}</span>
    </div>`;
  if (row.type === "gap")
    return html`<div key=${row.key} data-key=${row.key} class="gap-line" data-testid="gap">
      <span class="spinner" aria-hidden="true"></span>
      <p>${words().message_list.gap(row.count)}</p>
    </div>`;
  if (row.type === "start")
    return html`<div key=${row.key} data-key=${row.key}><${ChannelStart} channel=${channel} /></div>`;
  if (row.type === "waiting")
    return html`<div key=${row.key} data-key=${row.key} class="older" aria-hidden="true">
      <span class="spinner"></span>
    </div>`;
  return html`<div key=${row.key} data-key=${row.key} class="day-line" role="separator">
    <span>${dayWords(row.at_ms, today_ms)}</span>
  </div>`;
}

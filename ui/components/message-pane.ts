import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";

import { loadTimeline } from "../actions/load-messages.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { buildRows } from "../state/rows.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { MessageList } from "./message-list.ts";

/** The messages of one channel, or why they are not there yet. To be given its channel as key. */
export function MessagePane({ channel_id }: { channel_id: number }) {
  const app = useApp();
  const parts = useMemo(() => paneParts(app, channel_id), []);
  const channel = parts.channel.value;
  const timeline = parts.timeline.value;
  if (channel === undefined) return null;
  if (timeline !== undefined)
    return html`<${MessageList} channel=${channel} timeline=${timeline} rows=${parts.rows.value} />`;
  return app.store.view.unloadable_channel_id.value === channel_id
    ? html`<${Unloadable} retry=${() => attempt(app, loadTimeline(app, channel_id))} />`
    : html`<${Skeleton} />`;
}

/** Only what this channel shows, so that news of others draws nothing again here. */
function paneParts({ store: { view } }: App, channel_id: number) {
  const channel = computed(() => view.channels.value.get(channel_id));
  const timeline = computed(() => view.timelines.value.get(channel_id));
  const rows = computed(() => {
    const me = view.me.value;
    if (timeline.value === undefined || me === null) return [];
    return buildRows({
      timeline: timeline.value,
      pending: view.outbox.value.filter((pending) => pending.channel_id === channel_id),
      me,
      new_line_seq: view.new_line_seq.value,
    });
  });
  return { channel, timeline, rows };
}

function Unloadable({ retry }: { retry: () => void }) {
  return html`<div class="empty" role="alert">
    <span class="muted"><${Icon} name="alert" size=${24} /></span>
    <h2>${words().message_list.not_loaded}</h2>
    <p>${words().message_list.not_loaded_about}</p>
    <button class="button" onClick=${retry}>${words().common.try_again}</button>
  </div>`;
}

/** Grey shapes where messages will be; they come only after a moment, so a quick server shows none. */
export function Skeleton() {
  const widths = [
    [120, 62, 48],
    [88, 74],
    [132, 40, 66, 52],
    [96, 58],
    [110, 70, 36],
  ];
  return html`<div
    class="skeleton placeholder"
    role="status"
    aria-label=${words().message_list.loading}
    aria-busy="true"
  >
    ${widths.map(
      ([name, ...lines], at) =>
        html`<div key=${at} class="skeleton-message">
          <span class="placeholder-face"></span>
          <span class="placeholder-line placeholder-name" style=${{ width: `${name}px` }}></span>
          ${lines.map(
            (width) =>
              html`<span key=${width} class="placeholder-line" style=${{ width: `${width}%` }}></span>`,
          )}
        </div>`,
    )}
  </div>`;
}

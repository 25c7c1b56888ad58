import { useComputed } from "@preact/signals";
import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { channelTitle, dmPeers, unreadCount, urgentCount } from "../state/channels.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { DmAvatar } from "./avatar.ts";
import { Icon } from "./icon.ts";

interface RowProps {
  channel: Channel;
  onOpen: () => void;
}

/** A channel one is in; a private one has a lock. */
export function ChannelRow({ channel, onOpen }: RowProps) {
  const row = useRow(channel);
  return html`<button class=${row.kind} aria-current=${row.current} title=${channel.name} onClick=${onOpen}>
    <${Icon} name=${channelIcon(channel)} />
    <span class="row-name">${channel.name}</span>
    ${channel.kind === "private" && html`<span class="for-readers">${words().sidebar.row_private}</span>`}
    ${row.draft && html`<${DraftMark} />`}
    <${Badge} unread=${row.unread} urgent=${row.urgent} />
  </button>`;
}

/** A direct message, with the presence of the other side, or of a group. */
export function DmRow({ channel, onOpen }: RowProps) {
  const row = useRow(channel);
  const my_id = useApp().store.view.me.value?.user_id;
  const peers = dmPeers(channel, my_id);
  const [first] = peers;
  if (first === undefined) return null;
  const title = channelTitle(channel, my_id);
  const alone = peers.length === 1;
  const below = alone ? first.status_text : words().sidebar.row_people(channel.members.length);
  return html`<button class="row-dm ${row.kind}" aria-current=${row.current} title=${title} onClick=${onOpen}>
    <${DmAvatar} peers=${peers} size=${32} />
    <span class="row-name">${title}<small>${below}</small></span>
    ${first.user_id === my_id && html`<span class="row-you">${words().sidebar.row_you}</span>`}
    ${alone && html`<span class="for-readers">${words().status[first.status]}</span>`}
    ${row.draft && html`<${DraftMark} />`}
    <${Badge} unread=${row.unread} urgent=${row.urgent} />
  </button>`;
}

export const channelIcon = ({ kind, archived_at_ms }: Channel) =>
  archived_at_ms !== null ? "archive" : kind === "private" ? "lock" : "hash";

/** The open channel has no count while it is looked at: what comes is seen. */
function useRow(channel: Channel) {
  const { view } = useApp().store;
  const open = view.open_channel_id.value === channel.id;
  // Asked so that a key that is typed draws no row anew.
  const has_draft = useComputed(() => view.drafts.value.has(channel.id)).value;
  const seen = open && view.attentive.value && view.at_end.value && !view.kept_unread.value;
  const unread = seen ? 0 : unreadCount(channel);
  return {
    kind: `row ${open ? "row-open" : ""} ${unread > 0 ? "row-unread" : ""}`,
    current: open ? "page" : undefined,
    draft: has_draft && !open,
    unread,
    urgent: seen ? 0 : urgentCount(channel),
  };
}

/** Something is written there and not sent. */
const DraftMark = () =>
  html`<span class="row-draft" title=${words().sidebar.row_draft_title}>
    <${Icon} name="pencil" size=${16} /><span class="for-readers">${words().sidebar.row_draft}</span>
  </span>`;

/** Red, for what is meant for oneself; grey for all else that is unread. */
function Badge({ unread, urgent }: { unread: number; urgent: number }) {
  if (unread === 0) return null;
  const { row_unread, row_unread_for_you } = words().sidebar;
  const said = urgent > 0 && urgent < unread ? row_unread_for_you(unread, urgent) : row_unread(unread);
  const count = urgent > 0 ? urgent : unread;
  return html`<span class=${urgent > 0 ? "badge" : "badge badge-quiet"}>
    <span aria-hidden="true">${count > 99 ? "99+" : count}</span>
    <span class="for-readers">${said}</span>
  </span>`;
}

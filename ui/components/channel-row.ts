import { useComputed } from "@preact/signals";
import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { channelTitle, dmPeers, newsCount, urgentCount } from "../state/channels.ts";
import { hasUploads } from "../state/uploads.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { DmAvatar } from "./avatar.ts";
import type { ChannelPopup } from "./channel-menu.ts";
import { anchorAt, anchorOf } from "./floating.ts";
import { Icon } from "./icon.ts";
import { PresenceWord } from "./status-dot.ts";

interface RowProps {
  channel: Channel;
  /** As high as a channel, though it is a direct message. */
  compact: boolean;
  /** Whether it is on its way to another place. */
  dragged: boolean;
  onOpen: () => void;
  onMenu: (popup: ChannelPopup) => void;
}

/** A channel one is in; a private one has a lock. */
export function ChannelRow(props: RowProps) {
  const { channel } = props;
  const row = useRow(props);
  return html`<button class=${row.kind} title=${channel.name} ...${row.attributes}>
      <${Icon} name=${channelIcon(channel)} />
      <span class="row-name">${channel.name}</span>
      ${channel.kind === "private" && html`<span class="for-readers">${words().sidebar.row_private}</span>`}
      <${Marks} row=${row} />
    </button>
    <${MoreButton} of="channel" onMenu=${row.openMenu} />`;
}

/** A direct message, with the presence of the other side, or of a group. */
export function DmRow(props: RowProps) {
  const { channel, compact } = props;
  const row = useRow(props);
  const my_id = useApp().store.view.me.value?.user_id;
  const peers = dmPeers(channel, my_id);
  const [first] = peers;
  if (first === undefined) return null;
  const title = channelTitle(channel, my_id);
  const alone = peers.length === 1;
  const below = alone ? first.status_text : words().sidebar.row_people(channel.members.length);
  return html`<button class="${compact ? "" : "row-dm"} ${row.kind}" title=${title} ...${row.attributes}>
      <${DmAvatar} peers=${peers} size=${compact ? 20 : 32} />
      <span class="row-name"
        ><span class="name-line" dir="auto">${title}</span>${!compact && html`<small>${below}</small>`}</span
      >
      ${first.user_id === my_id && html`<span class="row-you">${words().sidebar.row_you}</span>`}
      ${alone && html`<${PresenceWord} status=${first.status} />`}
      <${Marks} row=${row} />
    </button>
    <${MoreButton} of="dm" onMenu=${row.openMenu} />`;
}

export const channelIcon = ({ kind, archived_at_ms }: Channel) =>
  archived_at_ms !== null ? "archive" : kind === "private" ? "lock" : "hash";

/** The open channel has no count while it is looked at: what comes is seen. */
function useRow({ channel, dragged, onOpen, onMenu }: RowProps) {
  const { view } = useApp().store;
  const open = view.open_channel_id.value === channel.id;
  // Asked so that a key that is typed draws no row anew.
  const has_draft = useComputed(() => view.drafts.value.has(channel.id)).value;
  const has_files = useComputed(() =>
    hasUploads({ outbox: view.outbox.value, chosen_files: view.chosen_files.value }, channel.id),
  ).value;
  const seen = open && view.attentive.value && view.at_end.value && !view.kept_unread.value;
  const unread = seen ? 0 : newsCount(channel);
  const muted = channel.muted === true;
  const kinds = {
    "row-open": open,
    "row-unread": unread > 0 && !muted,
    "row-muted": muted,
    "row-dragged": dragged,
  };
  const openMenu = (event: MouseEvent | KeyboardEvent) => {
    event.preventDefault();
    const at_pointer = event instanceof MouseEvent && event.type === "contextmenu" && event.button === 2;
    onMenu({
      channel_id: channel.id,
      anchor: at_pointer ? anchorAt(event) : anchorOf(event.currentTarget as Element),
    });
  };
  return {
    kind: `row ${Object.entries(kinds)
      .flatMap(([kind, on]) => (on ? [kind] : []))
      .join(" ")}`,
    attributes: {
      "aria-current": open ? "page" : undefined,
      onClick: onOpen,
      onContextMenu: openMenu,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) openMenu(event);
      },
    },
    openMenu,
    draft: has_draft && !open,
    files: has_files && !open,
    muted,
    unread,
    urgent: seen ? 0 : urgentCount(channel),
  };
}

function Marks({
  row,
}: {
  row: Pick<ReturnType<typeof useRow>, "draft" | "files" | "muted" | "unread" | "urgent">;
}) {
  const { sidebar } = words();
  return html`${
      row.files &&
      html`<span class="row-mark" title=${sidebar.row_files}>
        <${Icon} name="paperclip" size=${16} /><span class="for-readers">${sidebar.row_files}</span>
      </span>`
    }
    ${
      row.draft &&
      html`<span class="row-mark" title=${sidebar.row_draft_title}>
        <${Icon} name="pencil" size=${16} /><span class="for-readers">${sidebar.row_draft}</span>
      </span>`
    }
    ${
      row.muted &&
      html`<span class="row-mark">
        <${Icon} name="bell_off" size=${16} /><span class="for-readers">${sidebar.row_muted}</span>
      </span>`
    } <${Badge} unread=${row.unread} urgent=${row.urgent} />`;
}

/** For the pointer; with the keyboard the menu opens by its own key. */
function MoreButton({ of, onMenu }: { of: "channel" | "dm"; onMenu: (event: MouseEvent) => void }) {
  const more = words().channel_menu.more[of];
  return html`<button
    class="icon-button icon-button-small row-more"
    tabindex="-1"
    aria-label=${more}
    aria-haspopup="menu"
    title=${more}
    onClick=${onMenu}
  >
    <${Icon} name="more" size=${18} />
  </button>`;
}

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

import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { dmPeer, unreadCount } from "../state/channels.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";

interface RowProps {
  channel: Channel;
  onOpen: () => void;
}

/** A channel one is in. */
export function ChannelRow({ channel, onOpen }: RowProps) {
  const { open, unread } = useRow(channel);
  return html`<li>
    <button
      class="row ${open ? "row-open" : ""} ${unread > 0 ? "row-unread" : ""}"
      aria-current=${open ? "page" : undefined}
      title=${channel.name}
      onClick=${onOpen}
    >
      <${Icon} name="hash" />
      <span class="row-name">${channel.name}</span>
      <${Badge} count=${unread} />
    </button>
  </li>`;
}

/** A direct message, with the presence of the other side. */
export function DmRow({ channel, onOpen }: RowProps) {
  const { open, unread, my_id } = useRow(channel);
  const peer = dmPeer(channel, my_id);
  if (peer === undefined) return null;
  return html`<li>
    <button
      class="row row-dm ${open ? "row-open" : ""} ${unread > 0 ? "row-unread" : ""}"
      aria-current=${open ? "page" : undefined}
      title=${peer.username}
      onClick=${onOpen}
    >
      <${Avatar} user_id=${peer.user_id} username=${peer.username} size=${32} status=${peer.status} />
      <span class="row-name">${peer.username}</span>
      ${peer.user_id === my_id && html`<span class="row-you">you</span>`}
      <span class="for-readers">${peer.status}</span>
      <${Badge} count=${unread} urgent />
    </button>
  </li>`;
}

/** A public channel one is not in: a click joins it. */
export function OtherChannelRow({ channel, onJoin }: { channel: Channel; onJoin: () => void }) {
  return html`<li>
    <button class="row row-other" title=${channel.description} onClick=${onJoin}>
      <${Icon} name="hash" />
      <span class="row-name">${channel.name}</span>
      <span class="row-join">Join</span>
    </button>
  </li>`;
}

/** The open channel has no count while it is looked at: what comes is seen. */
function useRow(channel: Channel) {
  const { view } = useApp().store;
  const open = view.open_channel_id.value === channel.id;
  const seen = open && view.attentive.value && view.at_end.value;
  return { open, unread: seen ? 0 : unreadCount(channel), my_id: view.me.value?.user_id };
}

function Badge({ count, urgent = false }: { count: number; urgent?: boolean }) {
  if (count === 0) return null;
  return html`<span class="badge ${urgent ? "badge-urgent" : ""}">
    <span aria-hidden="true">${count > 99 ? "99+" : count}</span>
    <span class="for-readers">${count} unread</span>
  </span>`;
}

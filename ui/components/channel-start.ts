import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { channelTitle, dmPeers } from "../state/channels.ts";
import { isOwnAddress } from "../state/own-server.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar, GroupAvatar } from "./avatar.ts";
import { channelIcon } from "./channel-row.ts";
import { Icon } from "./icon.ts";

/** Stands before the first message of a channel, and alone in an empty one. */
export function ChannelStart({ channel }: { channel: Channel }) {
  return channel.kind === "dm"
    ? html`<${DmStart} channel=${channel} />`
    : html`<${NamedStart} channel=${channel} />`;
}

function NamedStart({ channel }: { channel: Channel }) {
  const { id, name, description, kind, last_seq } = channel;
  const has_pending = useApp().store.view.outbox.value.some(({ channel_id }) => channel_id === id);
  const hidden = kind === "private" ? `${words().channels.members_only} ` : "";
  const beginning =
    last_seq === 0 && !has_pending ? words().channels.nothing_written : words().channels.beginning;
  return html`<header class="channel-start" data-testid="channel-start">
    <span class="channel-start-mark"><${Icon} name=${channelIcon(channel)} size=${40} /></span>
    <h2>${words().channels.welcome(name ?? "")}</h2>
    <p>${description}</p>
    <p>${hidden}${beginning}</p>
    ${kind === "public" && html`<${InviteButton} channel_id=${channel.id} />`}
  </header>`;
}

/** Who runs the server and is alone there wants the others to come. */
function InviteButton({ channel_id }: { channel_id: number }) {
  const { store } = useApp();
  const { hosting, server, members } = store.view;
  const is_own = server.value !== null && isOwnAddress(hosting.value, server.value.address);
  if (!is_own || members.value.get(channel_id)?.length !== 1) return null;
  return html`<button class="button button-primary" onClick=${() => store.commit({ dialog: "invite" })}>
    <${Icon} name="user_plus" size=${18} />${words().invite.item}
  </button>`;
}

function DmStart({ channel }: { channel: Channel }) {
  const my_id = useApp().store.view.me.value?.user_id;
  const peers = dmPeers(channel, my_id);
  const [first] = peers;
  if (first === undefined) return null;
  const title = channelTitle(channel, my_id);
  const { own_notes, dm_beginning } = words().channels;
  return html`<header class="channel-start" data-testid="channel-start">
    ${
      peers.length > 1
        ? html`<span class="avatar-stack-large"><${GroupAvatar} members=${peers} /></span>`
        : html`<${Avatar} user_id=${first.user_id} username=${first.username} size=${80} />`
    }
    <h2>${title}</h2>
    <p>${first.user_id === my_id ? own_notes : dm_beginning(title, peers.length + 1)}</p>
  </header>`;
}

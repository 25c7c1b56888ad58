import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { channelTitle, dmPeers } from "../state/channels.ts";
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
  const { name, description, kind, last_seq } = channel;
  const hidden = kind === "private" ? "Only its members can see this channel. " : "";
  const beginning =
    last_seq === 0
      ? "Nobody has written yet: the first word is yours."
      : "This is the beginning of the channel.";
  return html`<header class="channel-start" data-testid="channel-start">
    <span class="channel-start-mark"><${Icon} name=${channelIcon(channel)} size=${40} /></span>
    <h2>Welcome to #${name}</h2>
    <p>${description}</p>
    <p>${hidden}${beginning}</p>
  </header>`;
}

function DmStart({ channel }: { channel: Channel }) {
  const my_id = useApp().store.view.me.value?.user_id;
  const peers = dmPeers(channel, my_id);
  const [first] = peers;
  if (first === undefined) return null;
  const title = channelTitle(channel, my_id);
  return html`<header class="channel-start" data-testid="channel-start">
    ${
      peers.length > 1
        ? html`<span class="avatar-stack-large"><${GroupAvatar} members=${peers} /></span>`
        : html`<${Avatar} user_id=${first.user_id} username=${first.username} size=${80} />`
    }
    <h2>${title}</h2>
    <p>${dmWords(title, peers.length, first.user_id === my_id)}</p>
  </header>`;
}

function dmWords(title: string, others: number, own: boolean): string {
  if (own) return "Notes to yourself: nobody else can read them.";
  const beginning = `The beginning of your direct messages with ${title}.`;
  return others > 1
    ? `${beginning} Only the ${others + 1} of you see them.`
    : `${beginning} Only the two of you see them.`;
}

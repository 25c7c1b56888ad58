import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { dmPeer } from "../state/channels.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";

/** Stands before the first message of a channel, and alone in an empty one. */
export function ChannelStart({ channel }: { channel: Channel }) {
  const me = useApp().store.view.me.value;
  const peer = channel.kind === "dm" ? dmPeer(channel, me?.user_id) : undefined;
  const empty = channel.last_seq === 0;
  if (peer === undefined)
    return html`<header class="channel-start" data-testid="channel-start">
      <span class="channel-start-mark"><${Icon} name="hash" size=${40} /></span>
      <h2>Welcome to #${channel.name}</h2>
      <p>${channel.description}</p>
      <p>
        ${empty ? "Nobody has written yet: the first word is yours." : "This is the beginning of the channel."}
      </p>
    </header>`;
  const own = peer.user_id === me?.user_id;
  return html`<header class="channel-start" data-testid="channel-start">
    <${Avatar} user_id=${peer.user_id} username=${peer.username} size=${80} />
    <h2>${peer.username}</h2>
    <p>
      ${
        own
          ? "Notes to yourself: only you see them."
          : `The beginning of your direct messages with ${peer.username}. Only the two of you see them.`
      }
    </p>
  </header>`;
}

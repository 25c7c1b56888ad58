import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { leaveChannel } from "../actions/channel-membership.ts";
import { attempt } from "../actions/say.ts";
import { channelTitle, dmPeer } from "../state/channels.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";

/** Name and description of the open channel, and what can be done with it. */
export function TopBar({ channel }: { channel: Channel | undefined }) {
  if (channel === undefined) return html`<header class="top-bar"></header>`;
  return html`<header class="top-bar">
    <${Title} channel=${channel} />
    <p class="top-bar-description" title=${channel.description}>${channel.description}</p>
    <${Tools} channel=${channel} />
  </header>`;
}

function Title({ channel }: { channel: Channel }) {
  const my_id = useApp().store.view.me.value?.user_id;
  const peer = channel.kind === "dm" ? dmPeer(channel, my_id) : undefined;
  return html`<div class="top-bar-title">
    ${
      peer === undefined
        ? html`<span class="muted"><${Icon} name="hash" size=${24} /></span>`
        : html`<${Avatar}
            user_id=${peer.user_id}
            username=${peer.username}
            size=${24}
            status=${peer.status}
          />`
    }
    <h1 data-testid="channel-title">${channelTitle(channel, my_id)}</h1>
  </div>`;
}

function Tools({ channel }: { channel: Channel }) {
  const app = useApp();
  const { members_shown } = app.store.view;
  const leave = () => attempt(app, leaveChannel(app, channel.id));
  const toggle = () => app.store.commit({ members_shown: !members_shown.value });
  return html`<div class="top-bar-tools">
    ${
      channel.kind === "public" &&
      html`<button
        class="icon-button"
        aria-label="Leave #${channel.name}"
        title="Leave channel"
        onClick=${leave}
      >
        <${Icon} name="log_out" />
      </button>`
    }
    <button
      class="icon-button"
      aria-label="Member list"
      title=${members_shown.value ? "Hide members" : "Show members"}
      aria-pressed=${members_shown.value}
      onClick=${toggle}
    >
      <${Icon} name="users" />
    </button>
  </div>`;
}

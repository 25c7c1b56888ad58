import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { openChannelDialog } from "../actions/channel-preferences.ts";
import { toggleMembers } from "../actions/drawers.ts";
import { togglePins } from "../actions/pins.ts";
import { attempt } from "../actions/say.ts";
import { closeSearch, openSearch } from "../actions/search.ts";
import { channelTitle, dmPeer, dmPeers } from "../state/channels.ts";
import type { DialogName } from "../state/dialogs.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { DmAvatar } from "./avatar.ts";
import { BellMenu } from "./channel-menu.ts";
import { channelIcon } from "./channel-row.ts";
import { SidebarButton } from "./drawer.ts";
import { type Anchor, anchorOf, Floating } from "./floating.ts";
import { Icon, type IconName } from "./icon.ts";

/** Name and description of the open channel, and what can be done with it. */
export function TopBar({ channel }: { channel: Channel | undefined }) {
  if (channel === undefined) return html`<header class="top-bar"><${SidebarButton} /></header>`;
  const my_id = useApp().store.view.me.value?.user_id;
  const topic = channel.kind === "dm" ? (dmPeer(channel, my_id)?.status_text ?? "") : channel.description;
  return html`<header class="top-bar">
    <${SidebarButton} />
    <${Title} channel=${channel} my_id=${my_id} />
    <p class="top-bar-description" title=${topic} data-testid="topic">${topic}</p>
    <${Tools} channel=${channel} />
  </header>`;
}

function Title({ channel, my_id }: { channel: Channel; my_id: number | undefined }) {
  return html`<div class="top-bar-title">
    ${
      channel.kind === "dm"
        ? html`<${DmAvatar} peers=${dmPeers(channel, my_id)} size=${24} />`
        : html`<span class="muted"><${Icon} name=${channelIcon(channel)} size=${24} /></span>`
    }
    <h1 data-testid="channel-title">${channelTitle(channel, my_id)}</h1>
  </div>`;
}

function Tools({ channel }: { channel: Channel }) {
  const app = useApp();
  const { members_shown, pins, search } = app.store.view;
  const shows_members = members_shown.value && search.value === null;
  const show = (dialog: DialogName) => () => openChannelDialog(app, dialog, channel.id);
  const is_private = channel.kind === "private";
  return html`<div class="top-bar-tools">
    ${is_private && html`<${Tool} icon="user_plus" label=${words().top_bar.add_people} onClick=${show("add_members")} />`}
    ${
      channel.kind !== "dm" &&
      html`<${Tool}
          icon="sliders"
          label=${words().top_bar.channel_settings}
          onClick=${show("channel_settings")}
        />
        <${Tool}
          icon="log_out"
          label=${words().top_bar.leave(channel.name ?? "")}
          title=${words().top_bar.leave_title}
          onClick=${show("leave_channel")}
        />`
    }
    <${Bell} key=${channel.id} channel=${channel} />
    <${Tool}
      id="pins-button"
      icon="pin"
      label=${words().top_bar.pinned_messages}
      pressed=${pins.value !== null}
      onClick=${() => attempt(app, togglePins(app, channel.id))}
    />
    <${Tool}
      icon="users"
      label=${words().top_bar.member_list}
      title=${shows_members ? words().top_bar.hide_members : words().top_bar.show_members}
      pressed=${shows_members}
      onClick=${() => toggleMembers(app)}
    />
    <${Tool}
      icon="search"
      label=${words().top_bar.search}
      title=${words().top_bar.search_title}
      pressed=${search.value !== null}
      onClick=${() => (search.value === null ? openSearch(app) : closeSearch(app))}
    />
  </div>`;
}

/** Which messages of the channel one is told of, and a menu to choose that. */
function Bell({ channel }: { channel: Channel }) {
  const [anchor, setAnchor] = useState<Anchor>();
  const close = () => setAnchor(undefined);
  const state = channel.muted === true ? "muted" : (channel.level ?? "all");
  const label = words().channel_menu[`bell_${state}`];
  const icon = state === "all" || state === "mentions" ? "bell" : "bell_off";
  const toggle = (event: MouseEvent) =>
    setAnchor(anchor === undefined ? anchorOf(event.currentTarget as Element) : undefined);
  return html`<div class="top-bar-bell">
    <button
      class="icon-button ${state === "mentions" ? "bell-mentions" : ""}"
      aria-label=${label}
      title=${label}
      aria-haspopup="menu"
      aria-expanded=${anchor !== undefined}
      onClick=${toggle}
    >
      <${Icon} name=${icon} />
    </button>
    ${
      anchor !== undefined &&
      html`<${Floating} anchor=${anchor} onClose=${close}>
        <${BellMenu} channel=${channel} onClose=${close} />
      <//>`
    }
  </div>`;
}

interface ToolProps {
  id?: string;
  icon: IconName;
  label: string;
  /** Shown under the pointer, when it says more than the label. */
  title?: string;
  pressed?: boolean;
  onClick: () => void;
}

function Tool({ id, icon, label, title = label, pressed, onClick }: ToolProps) {
  return html`<button
    id=${id}
    class="icon-button"
    aria-label=${label}
    title=${title}
    aria-pressed=${pressed}
    onClick=${onClick}
  >
    <${Icon} name=${icon} />
  </button>`;
}

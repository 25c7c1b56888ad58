import { html } from "htm/preact";

import type { Channel, NotificationLevel } from "../../src/protocol/channel.ts";
import { openChannelDialog, setPreferences } from "../actions/channel-preferences.ts";
import { copyText } from "../actions/copy-text.ts";
import { openChannel } from "../actions/open-channel.ts";
import { attempt } from "../actions/say.ts";
import { markAllRead } from "../actions/unread.ts";
import { channelLink } from "../state/channel-link.ts";
import { channelLabel, unreadCount } from "../state/channels.ts";
import { arrangeableAround, sidebarSections } from "../state/sections.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { type Anchor, Floating } from "./floating.ts";
import { Menu, MenuItem } from "./menu.ts";

/** Where a channel's menu is open. */
export interface ChannelPopup {
  channel_id: number;
  anchor: Anchor;
}

interface MenuProps {
  channel: Channel;
  onClose: () => void;
}

/** The menu of a channel in the list, as long as the channel is there. */
export function OpenChannelPopup({
  popup: { channel_id, anchor },
  onClose,
}: {
  popup: ChannelPopup;
  onClose: () => void;
}) {
  const channel = useApp().store.view.channels.value.get(channel_id);
  if (channel === undefined) return null;
  return html`<${Floating} anchor=${anchor} onClose=${onClose}>
    <${ChannelMenu} channel=${channel} onClose=${onClose} />
  <//>`;
}

function ChannelMenu({ channel, onClose }: MenuProps) {
  const app = useApp();
  const menu = words().channel_menu;
  const act = useClosing(onClose);
  return html`<${Menu} label=${useLabel(channel)} kind="channel-menu" from_top onClose=${onClose}>
    <${MenuItem} icon="arrow_right" onPick=${act(() => openChannel(app, channel.id))}>${menu.open}<//>
    <${OwnItems} channel=${channel} onClose=${onClose} />
    <${MoveItems} channel=${channel} onClose=${onClose} />
    <hr />
    <${CopyItem} channel=${channel} onClose=${onClose} />
    ${
      channel.kind !== "dm" &&
      html`<${MenuItem}
          icon="sliders"
          onPick=${act(() => openChannelDialog(app, "channel_settings", channel.id))}
          >${menu.settings}<//
        >
        <${MenuItem}
          icon="log_out"
          danger
          onPick=${act(() => openChannelDialog(app, "leave_channel", channel.id))}
          >${menu.leave}<//
        >`
    }
  <//>`;
}

/** The same for the open channel, without what lies beside it. */
export function BellMenu({ channel, onClose }: MenuProps) {
  return html`<${Menu} label=${useLabel(channel)} kind="channel-menu" onClose=${onClose}>
    <${OwnItems} channel=${channel} onClose=${onClose} />
    <hr />
    <${CopyItem} channel=${channel} onClose=${onClose} />
  <//>`;
}

/** How one wants the channel. */
function OwnItems({ channel, onClose }: MenuProps) {
  const app = useApp();
  const menu = words().channel_menu;
  const act = useClosing(onClose);
  const { id, favorite = false, muted = false } = channel;
  const set = (change: Parameters<typeof setPreferences>[2]) =>
    act(() => attempt(app, setPreferences(app, id, change)));
  return html`${
      unreadCount(channel) > 0 &&
      html`<${MenuItem} icon="check" onPick=${act(() => attempt(app, markAllRead(app, id)))}
        >${menu.mark_read}<//
      >`
    }
    <${MenuItem} icon="star" onPick=${set({ favorite: !favorite })}
      >${favorite ? menu.unfavorite : menu.favorite}<//
    >
    <${MenuItem} icon=${muted ? "bell" : "bell_off"} onPick=${set({ muted: !muted })}
      >${muted ? menu.unmute : menu.mute}<//
    >
    <hr />
    <div role="group" aria-label=${menu.level}>
      <p class="menu-title" aria-hidden="true">${menu.level}</p>
      ${levels.map(
        (level) =>
          html`<${MenuItem}
            key=${level}
            checked=${level === (channel.level ?? "all")}
            onPick=${set({ level })}
            >${menu[`level_${level}`]}<//
          >`,
      )}
    </div>`;
}

const levels: readonly NotificationLevel[] = ["all", "mentions", "none"];

/** Where one can put it elsewhere: up, unless it is the first, and down, unless it is the last. */
function MoveItems({ channel, onClose }: MenuProps) {
  const { arranger, store } = useApp();
  const { move_up, move_down } = words().channel_menu;
  const act = useClosing(onClose);
  const list = arrangeableAround(sidebarSections(store.view.channels.value), channel.id) ?? [];
  const at = list.findIndex(({ id }) => id === channel.id);
  const step = (by: number) => act(() => arranger.step(channel.id, by));
  if (list.length < 2) return null;
  return html`<hr />
    ${at > 0 && html`<${MenuItem} icon="arrow_up" onPick=${step(-1)}>${move_up}<//>`}
    ${at < list.length - 1 && html`<${MenuItem} icon="arrow_down" onPick=${step(1)}>${move_down}<//>`}`;
}

function CopyItem({ channel, onClose }: MenuProps) {
  const app = useApp();
  const label = useLabel(channel);
  const act = useClosing(onClose);
  const link = channelLink(app.store.state, channel);
  return html`<${MenuItem} icon="copy" onPick=${act(() => copyText(app, document, label))}
      >${words().channel_menu.copy_name}<//
    >
    ${
      link !== undefined &&
      html`<${MenuItem} icon="link" onPick=${act(() => copyText(app, document, link))}
        >${words().servers.copy_link}<//
      >`
    }`;
}

const useLabel = (channel: Channel): string => channelLabel(channel, useApp().store.view.me.value?.user_id);

/** What an item does after the menu is gone. */
const useClosing = (onClose: () => void) => (work: () => unknown) => () => {
  onClose();
  work();
};

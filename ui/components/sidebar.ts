import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { newChannels } from "../state/channels.ts";
import type { DialogName } from "../state/dialogs.ts";
import { sidebarSections } from "../state/sections.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { type ChannelPopup, OpenChannelPopup } from "./channel-menu.ts";
import { isPressedAgain } from "./floating.ts";
import { Icon, type IconName } from "./icon.ts";
import { NotSentNote } from "./not-sent-dialog.ts";
import { NotifyOffer } from "./notify-offer.ts";
import { ServerHead } from "./server-head.ts";
import { SidebarSection } from "./sidebar-section.ts";
import { UserFooter } from "./user-footer.ts";

/** Channels, direct messages, and oneself. */
export function Sidebar() {
  const [popup, setPopup] = useState<ChannelPopup>();
  const close = () => setPopup(undefined);
  const toggle = (next: ChannelPopup) =>
    setPopup((open) => (isPressedAgain(open?.anchor, next.anchor) ? undefined : next));
  return html`<nav class="sidebar" aria-label=${words().sidebar.label}>
    <${ServerHead} />
    <div class="sidebar-lists" data-scroller onScroll=${close}>
      <${SidebarSections} onMenu=${toggle} />
    </div>
    <${NotSentNote} />
    <${NotifyOffer} />
    <${UserFooter} />
    ${
      popup !== undefined &&
      html`<${OpenChannelPopup} key=${popup.channel_id} popup=${popup} onClose=${close} />`
    }
  </nav>`;
}

function SidebarSections({ onMenu }: { onMenu: (popup: ChannelPopup) => void }) {
  const { favorites, privates, archived } = sidebarSections(useApp().store.view.channels.value);
  const { sidebar } = words();
  const common = { onMenu, arrangeable: true };
  return html`${
      favorites.length > 0 &&
      html`<${SidebarSection}
        ...${common}
        name="favorites"
        title=${sidebar.favorites}
        testid="favorite-list"
      />`
    }
    <${SidebarSection}
      ...${common}
      name="channels"
      title=${sidebar.channels}
      testid="channel-list"
      below=${html`<${NewChannels} />`}
    >
      <${HeadingButton} dialog="browse" icon="search" label=${sidebar.browse_channels} />
      <${HeadingButton} dialog="create_channel" icon="plus" label=${sidebar.create_channel} />
    <//>
    ${
      privates.length > 0 &&
      html`<${SidebarSection} ...${common} name="privates" title=${sidebar.privates} testid="private-list" />`
    }
    <${SidebarSection}
      name="dms"
      title=${sidebar.direct_messages}
      testid="dm-list"
      onMenu=${onMenu}
      empty=${sidebar.no_direct_messages}
    >
      <${HeadingButton} dialog="new_message" icon="plus" label=${sidebar.new_message} />
    <//>
    ${
      archived.length > 0 &&
      html`<${SidebarSection}
        name="archived"
        title=${sidebar.archived(archived.length)}
        testid="archive-list"
        onMenu=${onMenu}
      />`
    }`;
}

/** What others have made since one last looked, and one may join. */
function NewChannels() {
  const app = useApp();
  const { channels, browsed_id } = app.store.view;
  const count = newChannels(channels.value, browsed_id.value).length;
  if (count === 0) return null;
  return html`<button class="list-new" onClick=${() => app.store.commit({ dialog: "browse" })}>
    <${Icon} name="search" size=${18} /><span>${words().sidebar.new_channels(count)}</span>
  </button>`;
}

interface HeadingButtonProps {
  dialog: DialogName;
  icon: IconName;
  label: string;
}

function HeadingButton({ dialog, icon, label }: HeadingButtonProps) {
  const app = useApp();
  return html`<button
    class="icon-button icon-button-small"
    aria-label=${label}
    title=${label}
    onClick=${() => app.store.commit({ dialog })}
  >
    <${Icon} name=${icon} size=${18} />
  </button>`;
}

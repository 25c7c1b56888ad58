import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { openChannel } from "../actions/open-channel.ts";
import { channelSections, unreadCount } from "../state/channels.ts";
import type { DialogName } from "../state/dialogs.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { ChannelRow, DmRow } from "./channel-row.ts";
import { FixedList } from "./fixed-list.ts";
import { Icon, type IconName } from "./icon.ts";
import { NotSentNote } from "./not-sent-dialog.ts";
import { NotifyOffer } from "./notify-offer.ts";
import { ServerHead } from "./server-head.ts";
import { UserFooter } from "./user-footer.ts";

/** As the stylesheet has it. */
const channel_row_px = 36;
const dm_row_px = 44;

const idOf = ({ id }: Channel): number => id;

/** Channels, direct messages, and oneself. */
export function Sidebar() {
  return html`<nav class="sidebar" aria-label=${words().sidebar.label}>
    <${ServerHead} />
    <div class="sidebar-lists" data-scroller>
      <${ChannelSection} />
      <${DmSection} />
      <${ArchiveSection} />
    </div>
    <${NotSentNote} />
    <${NotifyOffer} />
    <${UserFooter} />
  </nav>`;
}

function ChannelSection() {
  const { joined } = channelSections(useApp().store.view.channels.value);
  return html`<section aria-labelledby="channels-heading">
    <header class="list-heading">
      <h2 id="channels-heading">${words().sidebar.channels}</h2>
      <${HeadingButton} dialog="browse" icon="search" label=${words().sidebar.browse_channels} />
      <${HeadingButton} dialog="create_channel" icon="plus" label=${words().sidebar.create_channel} />
    </header>
    <${ChannelList} channels=${joined} testid="channel-list" />
  </section>`;
}

function DmSection() {
  const app = useApp();
  const { dms } = channelSections(app.store.view.channels.value);
  return html`<section aria-labelledby="dms-heading">
    <header class="list-heading">
      <h2 id="dms-heading">${words().sidebar.direct_messages}</h2>
      <${HeadingButton} dialog="new_message" icon="plus" label=${words().sidebar.new_message} />
    </header>
    ${dms.length === 0 && html`<p class="list-empty">${words().sidebar.no_direct_messages}</p>`}
    <${FixedList}
      items=${dms}
      keyOf=${idOf}
      row_px=${dm_row_px}
      row=${(channel: Channel) =>
        html`<${DmRow} channel=${channel} onOpen=${() => openChannel(app, channel.id)} />`}
      testid="dm-list"
    />
  </section>`;
}

/** Closed unless someone looks for what is no longer in use. */
function ArchiveSection() {
  const { store } = useApp();
  const { archived } = channelSections(store.view.channels.value);
  const shown = store.view.archived_shown.value;
  if (archived.length === 0) return null;
  const unread = !shown && archived.some((channel) => unreadCount(channel) > 0);
  return html`<section>
    <button
      class="list-fold ${unread ? "row-unread" : ""}"
      aria-expanded=${shown}
      onClick=${() => store.commit({ archived_shown: !shown })}
    >
      <${Icon} name="chevron" size=${14} />${words().sidebar.archived(archived.length)}
      ${unread && html`<span class="for-readers">${words().sidebar.archived_unread}</span>`}
    </button>
    ${shown && html`<${ChannelList} channels=${archived} testid="archive-list" />`}
  </section>`;
}

function ChannelList({ channels, testid }: { channels: readonly Channel[]; testid: string }) {
  const app = useApp();
  return html`<${FixedList}
    items=${channels}
    keyOf=${idOf}
    row_px=${channel_row_px}
    row=${(channel: Channel) =>
      html`<${ChannelRow} channel=${channel} onOpen=${() => openChannel(app, channel.id)} />`}
    testid=${testid}
  />`;
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

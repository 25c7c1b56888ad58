import { html } from "htm/preact";
import type { ComponentChildren } from "preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { toggleFold } from "../actions/channel-preferences.ts";
import { openChannel } from "../actions/open-channel.ts";
import { type SectionName, shownOf, sidebarSections } from "../state/sections.ts";
import { useApp } from "./app-context.ts";
import type { ChannelPopup } from "./channel-menu.ts";
import { ChannelRow, DmRow } from "./channel-row.ts";
import { FixedList } from "./fixed-list.ts";
import { Icon } from "./icon.ts";
import { useRowDrag } from "./row-drag.ts";

/** As the stylesheet has it. */
const channel_row_px = 36;
const dm_row_px = 44;

interface SectionProps {
  name: SectionName;
  title: string;
  testid: string;
  onMenu: (popup: ChannelPopup) => void;
  /** Whether one can put its rows into an order of one's own. */
  arrangeable?: boolean;
  /** Said where nothing is in it. */
  empty?: string;
  /** Below its rows, unless it is folded. */
  below?: ComponentChildren;
  /** Buttons beside the title. */
  children?: ComponentChildren;
}

/** A part of the list that can be folded: of a folded one only what is open or has news is shown. */
export function SidebarSection({
  name,
  title,
  testid,
  onMenu,
  arrangeable,
  empty,
  below,
  children,
}: SectionProps) {
  const app = useApp();
  const { channels, folded, open_channel_id } = app.store.view;
  const all = sidebarSections(channels.value)[name];
  const is_folded = folded.value.has(name);
  const shown = shownOf(all, is_folded, open_channel_id.value);
  return html`<section aria-labelledby="${name}-heading">
    <header class="list-heading">
      <h2 id="${name}-heading">
        <button class="list-fold" aria-expanded=${!is_folded} onClick=${() => toggleFold(app, name)}>
          <${Icon} name="chevron" size=${12} /><span>${title}</span>
        </button>
      </h2>
      ${children}
    </header>
    ${!is_folded && all.length === 0 && empty !== undefined && html`<p class="list-empty">${empty}</p>`}
    <${SectionList}
      name=${name}
      shown=${shown}
      testid=${testid}
      onMenu=${onMenu}
      arrangeable=${arrangeable === true && !is_folded}
    />
    ${!is_folded && below}
  </section>`;
}

interface SectionListProps {
  name: SectionName;
  shown: readonly Channel[];
  testid: string;
  onMenu: (popup: ChannelPopup) => void;
  arrangeable: boolean;
}

function SectionList({ name, shown, testid, onMenu, arrangeable }: SectionListProps) {
  const app = useApp();
  const row_px = name === "dms" ? dm_row_px : channel_row_px;
  const { drag, handlers } = useRowDrag(shown.length, row_px, (id, to) => app.arranger.move(id, to));
  const row = (channel: Channel) =>
    html`<${channel.kind === "dm" ? DmRow : ChannelRow}
      channel=${channel}
      compact=${name !== "dms"}
      dragged=${drag?.id === channel.id}
      onOpen=${() => openChannel(app, channel.id)}
      onMenu=${onMenu}
    />`;
  return html`<div class="section-list" ...${arrangeable ? handlers : {}}>
    <${FixedList} items=${shown} keyOf=${idOf} row_px=${row_px} row=${row} testid=${testid} />
    ${drag !== undefined && html`<i class="drop-line" style=${{ top: `${drag.gap * row_px - 3}px` }} />`}
  </div>`;
}

const idOf = ({ id }: Channel): number => id;

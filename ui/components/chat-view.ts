import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { ArchivedNote } from "./archived-note.ts";
import { Composer } from "./composer.ts";
import { ConnectionBanner } from "./connection-banner.ts";
import { OpenDialog } from "./dialogs.ts";
import { DrawerShade } from "./drawer.ts";
import { DropZone } from "./drop-zone.ts";
import { Lightbox } from "./lightbox.ts";
import { MemberPanel } from "./member-panel.ts";
import { OpenMessageDialog } from "./message-dialogs.ts";
import { MessagePane } from "./message-pane.ts";
import { OpenPersonCard } from "./person-card.ts";
import { PinsPanel } from "./pins-panel.ts";
import { SearchPanel } from "./search-panel.ts";
import { Sidebar } from "./sidebar.ts";
import { TopBar } from "./top-bar.ts";

/** The three panels. */
export function ChatView() {
  const { view } = useApp().store;
  const open_id = view.open_channel_id.value;
  const channel = open_id === null ? undefined : view.channels.value.get(open_id);
  const search_shown = view.search.value !== null;
  const members_shown = view.members_shown.value && channel !== undefined && !search_shown;
  const kind = search_shown ? "chat-with-search" : members_shown ? "" : "chat-without-members";
  return html`<div class="chat ${kind} ${view.sidebar_shown.value ? "chat-with-sidebar" : ""}">
    <${Sidebar} />
    <${DrawerShade} />
    <main class="middle">
      <${TopBar} channel=${channel} />
      <div class="middle-body">
        <${ConnectionBanner} />
        <${PinsPanel} />
        ${channel === undefined ? html`<${NoChannel} />` : html`<${MessagePane} key=${channel.id} channel_id=${channel.id} />`}
        ${channel !== undefined && html`<${channel.archived_at_ms === null ? Composer : ArchivedNote} key=${channel.id} channel=${channel} />`}
        <${DropZone} />
      </div>
    </main>
    ${members_shown && html`<${MemberPanel} key=${channel.id} channel=${channel} />`}
    ${search_shown && html`<${SearchPanel} />`}
    <${OpenDialog} channel=${channel} />
    <${OpenMessageDialog} /><${Lightbox} /><${OpenPersonCard} />
  </div>`;
}

function NoChannel() {
  return html`<div class="empty">
    <h2>${words().channels.none_open}</h2>
    <p>${words().channels.about_none_open}</p>
  </div>`;
}

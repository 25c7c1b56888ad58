import { html } from "htm/preact";

import { closeDrawers, toggleSidebar } from "../actions/drawers.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

/** On a narrow page: opens the list of channels, which lies over the conversation there. */
export function SidebarButton() {
  const app = useApp();
  return html`<button
    class="icon-button drawer-button"
    aria-label=${words().top_bar.show_channels}
    aria-expanded=${app.store.view.sidebar_shown.value}
    onClick=${() => toggleSidebar(app)}
  >
    <${Icon} name="menu" />
  </button>`;
}

/** What lies behind an open drawer: a press on it closes the drawer. */
export function DrawerShade() {
  const app = useApp();
  const { narrow, sidebar_shown, members_shown } = app.store.view;
  const shown = narrow.value && (sidebar_shown.value || members_shown.value);
  return shown && html`<div class="drawer-shade" onClick=${() => closeDrawers(app)}></div>`;
}

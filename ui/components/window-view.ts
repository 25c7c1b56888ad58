import { html } from "htm/preact";

import type { Servers } from "../servers.ts";
import { AppContext } from "./app-context.ts";
import { AppView } from "./app-view.ts";
import { Rail } from "./rail.ts";

/** The server that is shown, and beside it the others where there are several. */
export function WindowView({ servers }: { servers: Servers }) {
  const shown = servers.shown.value;
  const { screen, sidebar_shown } = shown.store.view;
  const several = servers.list.value.length > 1;
  const kinds = [
    several && "window-with-rail",
    screen.value === "chat" && "window-in-chat",
    sidebar_shown.value && "window-with-sidebar",
  ];
  return html`<div class="window ${kinds.filter(Boolean).join(" ")}">
    ${several && html`<${Rail} servers=${servers} />`}
    <div class="window-server">
      <${AppContext.Provider} value=${shown}><${AppView} key=${shown.part} /><//>
    </div>
  </div>`;
}

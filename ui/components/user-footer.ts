import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { Member } from "../../src/protocol/fields.ts";
import { openSettings } from "../actions/settings.ts";
import { shownName } from "../state/profiles.ts";
import type { State } from "../state/state.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";
import { StatusMenu } from "./status-menu.ts";

/** Oneself with how one shows to others, a menu to change that, and help. */
export function UserFooter() {
  const app = useApp();
  const [open, setOpen] = useState(false);
  const { me, connection, presence, idle } = app.store.view;
  if (me.value === null) return null;
  const { user_id, username } = me.value;
  const { status_text } = presence.value;
  const up = connection.value.stage === "up";
  const status = up ? shownStatus(presence.value, idle.value) : "offline";
  const said = words().status[up && presence.value.status === "invisible" ? "invisible" : status];
  return html`<footer class="user-footer" aria-label=${words().status.you}>
    <button
      class="user-button"
      aria-haspopup="menu"
      aria-expanded=${open}
      title=${status_text === "" ? said : `${said}: ${status_text}`}
      onClick=${() => setOpen(!open)}
    >
      <${Avatar} user_id=${user_id} username=${username} size=${32} status=${status} />
      <span class="user-name">
        <b data-testid="my-name" dir="auto">${shownName(me.value)}</b>
        <span data-testid="my-status">${status_text !== "" && up ? status_text : said}</span>
      </span>
    </button>
    <button
      class="icon-button"
      aria-label=${words().settings.title}
      title=${words().settings.title}
      onClick=${() => openSettings(app)}
    >
      <${Icon} name="gear" />
    </button>
    ${open && html`<${StatusMenu} onClose=${() => setOpen(false)} />`}
  </footer>`;
}

/** As others see it from this device. */
function shownStatus({ status }: State["presence"], idle: boolean): Member["status"] {
  if (status === "invisible") return "offline";
  return status === "online" && idle ? "idle" : status;
}

import { html } from "htm/preact";

import type { ChosenStatus } from "../../src/protocol/presence.ts";
import { choosePresence } from "../actions/presence.ts";
import { attempt } from "../actions/say.ts";
import { openSettings } from "../actions/settings.ts";
import { logOut } from "../actions/sign-out.ts";
import type { DialogName, SettingsSection } from "../state/dialogs.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Menu, MenuItem } from "./menu.ts";
import { NotifyItem } from "./notify-offer.ts";
import { StatusDot } from "./status-dot.ts";

const choices: readonly ChosenStatus[] = ["online", "dnd", "invisible"];

/** How one shows to others, and what else is about oneself. */
export function StatusMenu({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const { status, status_text } = app.store.view.presence.value;
  const show = (dialog: DialogName) => () => {
    onClose();
    app.store.commit({ dialog });
  };
  const settings = (section: SettingsSection) => () => {
    onClose();
    openSettings(app, section);
  };
  const choose = (next: ChosenStatus) => {
    onClose();
    if (next !== status) attempt(app, choosePresence(app, { status: next }));
  };
  return html`<${Menu} label=${words().status.menu} kind="menu-up" onClose=${onClose}>
    ${choices.map(
      (name) =>
        html`<${MenuItem} key=${name} checked=${name === status} onPick=${() => choose(name)}>
          <${StatusDot} status=${name === "invisible" ? "offline" : name} />
          <span>${words().status[name]}<small>${words().status[`about_${name}`]}</small></span>
        <//>`,
    )}
    <hr />
    <${MenuItem} icon="pencil" onPick=${settings("profile")}>${words().profile.title}<//>
    <${MenuItem} icon="smile" onPick=${show("status")}>
      ${status_text === "" ? words().status.set : words().status.change}
    <//>
    <${MenuItem} icon="globe" onPick=${settings("devices")}>${words().status.devices}<//>
    <${NotifyItem} onPick=${onClose} />
    <${MenuItem} icon="bell" onPick=${settings("notifications")}>${words().settings.notifications}<//>
    <${MenuItem} icon="help" onPick=${show("help")}>${words().status.help_title}<//>
    <hr />
    <${MenuItem} icon="power" danger onPick=${() => attempt(app, logOut(app))}>${words().status.log_out}<//>
  <//>`;
}

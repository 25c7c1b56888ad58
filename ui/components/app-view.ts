import { html } from "htm/preact";

import { openSettings } from "../actions/settings.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { ChatView } from "./chat-view.ts";
import { ClosingDialog } from "./closing-dialog.ts";
import { Connecting } from "./connecting.ts";
import { HostGone } from "./host-gone.ts";
import { Icon } from "./icon.ts";
import { RemoveServerDialog } from "./remove-server-dialog.ts";
import { SettingsDialog } from "./settings-dialog.ts";
import { SignInView } from "./sign-in-view.ts";
import { Snack } from "./snack.ts";
import { TrustDialog } from "./trust-dialog.ts";
import { WelcomeView } from "./welcome-view.ts";

/** The whole page: one screen at a time, and what may lie over it. */
export function AppView() {
  const { view } = useApp().store;
  const trust = view.trust.value;
  return html`
    <${Screen} />
    ${trust !== null && html`<${TrustDialog} key=${trust.fingerprint} question=${trust} />`}
    ${view.dialog.value === "remove_server" && html`<${RemoveServerDialog} />`}
    ${view.closing.value && html`<${ClosingDialog} />`}
    ${view.screen.value !== "chat" && html`<${SettingsCorner} />`}
    <${Snack} />
    ${view.host.value === "gone" && html`<${HostGone} />`}
  `;
}

/** Before one has logged in: the looks and the language can be chosen all the same. */
function SettingsCorner() {
  const app = useApp();
  const { title } = words().settings;
  if (app.store.view.host.value === "starting") return null;
  return html`<button
      class="icon-button settings-corner"
      aria-label=${title}
      title=${title}
      onClick=${() => openSettings(app)}
    >
      <${Icon} name="gear" />
    </button>
    ${app.store.view.dialog.value === "settings" && html`<${SettingsDialog} />`}`;
}

function Screen() {
  const { view } = useApp().store;
  if (view.host.value === "starting") return null;
  const screen = view.screen.value;
  if (screen === "chat") return html`<${ChatView} />`;
  if (screen === "welcome") return html`<${WelcomeView} />`;
  return screen === "connecting" ? html`<${Connecting} />` : html`<${SignInView} />`;
}

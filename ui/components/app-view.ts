import { html } from "htm/preact";

import { useApp } from "./app-context.ts";
import { ChatView } from "./chat-view.ts";
import { Connecting } from "./connecting.ts";
import { HostGone } from "./host-gone.ts";
import { SignInView } from "./sign-in-view.ts";
import { Snack } from "./snack.ts";
import { TrustDialog } from "./trust-dialog.ts";

/** The whole page: one screen at a time, and what may lie over it. */
export function AppView() {
  const { view } = useApp().store;
  const trust = view.trust.value;
  return html`
    <${Screen} />
    ${trust !== null && html`<${TrustDialog} key=${trust.fingerprint} question=${trust} />`}
    <${Snack} />
    ${view.host.value === "gone" && html`<${HostGone} />`}
  `;
}

function Screen() {
  const { view } = useApp().store;
  if (view.host.value === "starting") return null;
  const screen = view.screen.value;
  if (screen === "chat") return html`<${ChatView} />`;
  return screen === "connecting" ? html`<${Connecting} />` : html`<${SignInView} />`;
}

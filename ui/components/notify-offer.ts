import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { MenuItem } from "./menu.ts";

/** Asks once, in the sidebar, whether the browser may notify; not at load, where nobody knows yet what for. */
export function NotifyOffer() {
  const { store, bridge } = useApp();
  if (store.view.notifying.value !== "offered") return null;
  const choose = (wanted: boolean) => () => bridge.post({ type: "notify.choose", wanted });
  return html`<aside class="notify-offer" aria-label=${words().notifying.label}>
    <p>${words().notifying.question}</p>
    <div>
      <button class="button button-small button-primary" onClick=${choose(true)}>
        ${words().notifying.turn_on}
      </button>
      <button class="button button-small" onClick=${choose(false)}>${words().notifying.not_now}</button>
    </div>
  </aside>`;
}

/** How it stands with notifications, in one's own menu. Nothing where the system has been asked already. */
export function NotifyItem({ onPick }: { onPick: () => void }) {
  const { store, bridge } = useApp();
  const state = store.view.notifying.value;
  if (state === null) return null;
  if (state !== "offered" && state !== "off")
    return html`<p class="menu-note">
      <${Icon} name="bell" size=${16} /><span>${words().notifying[state]}</span>
    </p>`;
  const turnOn = () => {
    onPick();
    bridge.post({ type: "notify.choose", wanted: true });
  };
  return html`<${MenuItem} icon="bell" onPick=${turnOn}>${words().notifying.turn_on_item}<//>`;
}

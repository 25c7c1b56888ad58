import { html } from "htm/preact";

import { useApp } from "./app-context.ts";

/** A short sentence at the bottom, read out when it comes. */
export function Snack() {
  const snack = useApp().store.view.snack.value;
  return html`<div class="snacks" role="status">
    ${snack !== null && html`<div class="snack" key=${snack.id}>${snack.text}</div>`}
  </div>`;
}

import { html } from "htm/preact";

import { words } from "../words/words.ts";

/** In the place of what could not be loaded. */
export const NotLoaded = ({ retry }: { retry: () => void }) =>
  html`<div class="empty" role="alert">
    <p>${words().common.not_loaded}</p>
    <button class="button button-small" onClick=${retry}>${words().common.try_again}</button>
  </div>`;

import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Logo } from "./icon.ts";

/** Lies over everything when the client program has ended: nothing on the page would work. */
export function HostGone() {
  const place = useApp().store.view.place.value;
  if (place === "web") return html`<${ChatLeft} />`;
  return html`<div class="screen screen-over" role="alertdialog" aria-labelledby="gone-title">
    <div class="card card-calm">
      <${Logo} />
      <h1 id="gone-title">${words().ended.title}</h1>
      <p>${place === "browser" ? words().ended.about_browser : words().ended.about_window}</p>
    </div>
  </div>`;
}

/** After /quit in a page that no program shows: nothing has ended but what was on screen. */
function ChatLeft() {
  return html`<div class="screen screen-over" role="alertdialog" aria-labelledby="gone-title">
    <div class="card card-calm">
      <${Logo} />
      <h1 id="gone-title">${words().ended.left_title}</h1>
      <p>${words().ended.about_left}</p>
      <div class="card-actions">
        <button class="button button-primary" onClick=${() => location.reload()}>
          ${words().ended.come_back}
        </button>
      </div>
    </div>
  </div>`;
}

import { html } from "htm/preact";

import { useApp } from "./app-context.ts";
import { Logo } from "./icon.ts";

/** Lies over everything when the client program has ended: nothing on the page would work. */
export function HostGone() {
  const place = useApp().store.view.place.value;
  if (place === "web") return html`<${ChatLeft} />`;
  return html`<div class="screen screen-over" role="alertdialog" aria-labelledby="gone-title">
    <div class="card card-calm">
      <${Logo} />
      <h1 id="gone-title">chat has ended</h1>
      <p>
        ${
          place === "browser"
            ? "The program that showed this page is no longer running. You can close this tab. To come back, run chat connect again."
            : "The program behind this window is no longer running. Close the window and open chat again."
        }
      </p>
    </div>
  </div>`;
}

/** After /quit in a page that no program shows: nothing has ended but what was on screen. */
function ChatLeft() {
  return html`<div class="screen screen-over" role="alertdialog" aria-labelledby="gone-title">
    <div class="card card-calm">
      <${Logo} />
      <h1 id="gone-title">You have left chat</h1>
      <p>You stay signed in on this device. You can close this tab.</p>
      <div class="card-actions">
        <button class="button button-primary" onClick=${() => location.reload()}>Come back</button>
      </div>
    </div>
  </div>`;
}

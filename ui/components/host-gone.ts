import { html } from "htm/preact";

import { useApp } from "./app-context.ts";
import { Logo } from "./icon.ts";

/** Lies over everything when the client program has ended: nothing on the page would work. */
export function HostGone() {
  const in_browser = useApp().store.view.place.value === "browser";
  return html`<div class="screen screen-over" role="alertdialog" aria-labelledby="gone-title">
    <div class="card card-calm">
      <${Logo} />
      <h1 id="gone-title">chat has ended</h1>
      <p>
        ${
          in_browser
            ? "The program that showed this page is no longer running. You can close this tab. To come back, run chat connect again."
            : "The program behind this window is no longer running. Close the window and open chat again."
        }
      </p>
    </div>
  </div>`;
}

import { html } from "htm/preact";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Logo } from "./icon.ts";

/** Lies over everything when the client program has ended: nothing on the page would work. */
export function HostGone() {
  const place = useApp().store.view.place.value;
  const said = words().ended;
  if (place !== "web")
    return html`<${Over} title=${said.title}>
      <p>${place === "browser" ? said.about_browser : said.about_window}</p>
    <//>`;
  // After /quit in a page that no program shows: nothing has ended but what was on screen.
  return html`<${Over} title=${said.left_title}>
    <p>${said.about_left}</p>
    <div class="card-actions">
      <button class="button button-primary" onClick=${() => location.reload()}>${said.come_back}</button>
    </div>
  <//>`;
}

/** Modal, so that it has the focus and nothing beneath it can be reached; Esc does not close it. */
function Over({ title, children }: { title: string; children?: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  const show = () => ref.current?.showModal();
  useLayoutEffect(show, []);
  return html`<dialog
    ref=${ref}
    class="screen screen-over"
    role="alertdialog"
    aria-labelledby="gone-title"
    onCancel=${(event: Event) => event.preventDefault()}
    onClose=${show}
  >
    <div class="card card-calm">
      <${Logo} />
      <h1 id="gone-title">${title}</h1>
      ${children}
    </div>
  </dialog>`;
}

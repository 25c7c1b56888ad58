import { html } from "htm/preact";
import type { ComponentChildren } from "preact";

import { uncover } from "../actions/uncover.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";

/** Hidden until one presses it, also from screen readers. `name` tells it from all others; what was shown once stays so. */
export function Spoiler({ name, children }: { name: string; children?: ComponentChildren }) {
  const app = useApp();
  if (app.store.view.uncovered.value.has(name))
    return html`<span class="spoiler spoiler-shown">${children}</span>`;
  const show = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    uncover(app, name);
  };
  return html`<span
    class="spoiler"
    role="button"
    tabindex="0"
    aria-label=${words().messages.spoiler}
    title=${words().messages.spoiler_title}
    onClickCapture=${show}
    onKeyDownCapture=${(event: KeyboardEvent) => (event.key === "Enter" || event.key === " ") && show(event)}
    ><span class="spoiler-text" aria-hidden="true" inert>${children}</span></span
  >`;
}

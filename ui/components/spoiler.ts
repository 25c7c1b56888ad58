import { html } from "htm/preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** Hidden until one presses it, also from screen readers. */
export function Spoiler({ children }: { children?: ComponentChildren }) {
  const [shown, setShown] = useState(false);
  if (shown) return html`<span class="spoiler spoiler-shown">${children}</span>`;
  const show = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    setShown(true);
  };
  return html`<span
    class="spoiler"
    role="button"
    tabindex="0"
    aria-label="Hidden text. Show it"
    title="Show"
    onClickCapture=${show}
    onKeyDownCapture=${(event: KeyboardEvent) => (event.key === "Enter" || event.key === " ") && show(event)}
    ><span class="spoiler-text" aria-hidden="true" inert>${children}</span></span
  >`;
}

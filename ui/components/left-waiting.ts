import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";

const shown_max = 5;

/** While the server is away: what was written before and goes out when it is back. */
export function LeftWaiting() {
  const waiting = useApp().store.view.left_waiting.value;
  if (waiting.length === 0) return null;
  const more = waiting.length - shown_max;
  return html`<section class="left-waiting" aria-labelledby="left-waiting-heading">
    <h2 id="left-waiting-heading">${words().outbox.waiting(waiting.length)}</h2>
    <ul>
      ${waiting
        .slice(0, shown_max)
        .map(
          ({ nonce, place, content }) =>
            html`<li key=${nonce}>
              ${place !== null && html`<b>${place}</b>`}<span dir="auto">${content}</span>
            </li>`,
        )}
    </ul>
    ${more > 0 && html`<p>${words().outbox.more_waiting(more)}</p>`}
  </section>`;
}

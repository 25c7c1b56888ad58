import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Countdown } from "./countdown.ts";

/** Says that the server is away and when it is tried again. Lies over the messages, so that nothing jumps. */
export function ConnectionBanner() {
  const app = useApp();
  const connection = app.store.view.connection.value;
  return html`<div class="banner-place" role="status">
    ${
      connection.stage !== "up" &&
      html`<div class="banner">
        <span class="spinner" aria-hidden="true"></span>
        <span class="banner-words" title=${connection.stage === "waiting" ? connection.why : ""}>
          ${
            connection.stage === "waiting"
              ? html`<${Countdown}
                  say=${words().connection.reconnecting_in}
                  key=${connection.retry_at_ms}
                  to_ms=${connection.retry_at_ms}
                />`
              : words().connection.reconnecting
          }
        </span>
        <button
          class="button button-small"
          disabled=${connection.stage !== "waiting"}
          onClick=${() => app.keeper.tryNow()}
        >
          ${words().connection.try_now}
        </button>
      </div>`
    }
  </div>`;
}

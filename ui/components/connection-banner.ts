import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { startHosting } from "../actions/start.ts";
import { isOwnAddress } from "../state/own-server.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Countdown } from "./countdown.ts";

/** Says that the server is away and when it is tried again. Lies over the messages, so that nothing jumps. */
export function ConnectionBanner() {
  const app = useApp();
  const connection = app.store.view.connection.value;
  const hosting = app.store.view.hosting.value;
  const { server } = app.store.view.sign_in.value;
  if (connection.stage !== "up" && hosting?.state === "off" && isOwnAddress(hosting, server))
    return html`<${OwnServerStopped} name=${hosting.name} />`;
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

/** It is not away, the person has stopped it. */
function OwnServerStopped({ name }: { name: string }) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const start = () => {
    setBusy(true);
    startHosting(app, name);
  };
  const said = words().hosting;
  return html`<div class="banner-place" role="status">
    <div class="banner">
      <span class="banner-words">${said.stopped(name)}</span>
      <button class="button button-small" disabled=${busy} onClick=${start}>
        ${busy ? said.starting : said.start_again}
      </button>
    </div>
  </div>`;
}

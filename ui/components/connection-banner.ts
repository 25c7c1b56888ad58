import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { startHosting } from "../actions/start.ts";
import { isOwnAddress } from "../state/own-server.ts";
import type { Connection } from "../state/state.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Countdown } from "./countdown.ts";
import { focusComposer } from "./keys.ts";

/**
 * Says that the server is away and when it is tried again. Lies over the messages, so that nothing jumps. What is said aloud
 * stands apart: it does not count, and has no button.
 */
export function ConnectionBanner() {
  const app = useApp();
  const connection = app.store.view.connection.value;
  const hosting = app.store.view.hosting.value;
  const { server } = app.store.view.sign_in.value;
  const { server_away } = words().connection;
  const is_down = connection.stage !== "up";
  const stopped = is_down && hosting?.state === "off" && isOwnAddress(hosting, server) ? hosting.name : null;
  return html`<div class="banner-place">
    <p class="for-readers" role="status">
      ${is_down && (stopped === null ? server_away(app.store.view.account.value?.name ?? null) : words().hosting.stopped(stopped))}
    </p>
    ${stopped !== null ? html`<${OwnServerStopped} name=${stopped} />` : is_down && html`<${Away} connection=${connection} />`}
  </div>`;
}

function Away({ connection }: { connection: Exclude<Connection, { stage: "up" }> }) {
  const app = useApp();
  const waits = connection.stage === "waiting";
  const button = usePassedFocus(waits);
  return html`<div class="banner" onMouseDown=${keepFocus}>
    <span class="spinner" aria-hidden="true"></span>
    <span class="banner-words" title=${waits ? connection.why : ""}>
      ${
        waits
          ? html`<${Countdown}
              say=${words().connection.reconnecting_in}
              key=${connection.retry_at_ms}
              to_ms=${connection.retry_at_ms}
            />`
          : words().connection.reconnecting
      }
    </span>
    <button class="button button-small" ref=${button} disabled=${!waits} onClick=${() => app.keeper.tryNow()}>
      ${words().connection.try_now}
    </button>
  </div>`;
}

/** What is disabled or goes would leave the focus nowhere: the composer gets it. */
function usePassedFocus(can_be_pressed: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(
    () => () => {
      if (button.current === document.activeElement) focusComposer(document);
    },
    [can_be_pressed],
  );
  return button;
}

/** Who presses with the pointer goes on where they were, also on a button that cannot be pressed just then. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** It is not away, the person has stopped it. */
function OwnServerStopped({ name }: { name: string }) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const button = usePassedFocus(!busy);
  const start = () => {
    setBusy(true);
    startHosting(app, name);
  };
  const said = words().hosting;
  return html`<div class="banner" onMouseDown=${keepFocus}>
    <span class="banner-words">${said.stopped(name)}</span>
    <button class="button button-small" ref=${button} disabled=${busy} onClick=${start}>
      ${busy ? said.starting : said.start_again}
    </button>
  </div>`;
}

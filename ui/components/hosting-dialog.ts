import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import { askHosting, revealHosting, startHosting, stopHosting } from "../actions/start.ts";
import { timeWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useClose } from "./dialog.ts";
import { HostingAddresses, HostingFailure, useHosting } from "./hosting-parts.ts";

type Known = Exclude<Hosting, { state: "none" }>;

/** The server that the person runs on this computer: how it stands, what to give to others, where its data lies, and its end. */
export function HostingDialog() {
  const app = useApp();
  const close = useClose();
  const { hosting, busy, ask } = useHosting();
  const [stopping, setStopping] = useState(false);
  useEffect(() => askHosting(app), []);
  useEffect(() => setStopping(false), [hosting]);
  const close_button = useFallback(hosting?.state);
  if (hosting === null || hosting.state === "none") return null;
  // One that does not answer can be ended too.
  const can_stop = hosting.state === "on" || (hosting.state === "failed" && hosting.problem === "silent");
  if (stopping && can_stop)
    return html`<${StopQuestion}
      key="stop"
      hosting=${hosting}
      busy=${busy}
      onKeep=${() => setStopping(false)}
      onStop=${() => ask(() => stopHosting(app))}
    />`;
  return html`<${Dialog} key="show" kind="dialog-wide" onClose=${close}>
    <h2 id="dialog-title">${words().hosting.title}</h2>
    <${State} hosting=${hosting} />
    ${hosting.state === "failed" && html`<${HostingFailure} hosting=${hosting} />`}
    ${hosting.state === "on" && html`<${HostingAddresses} hosting=${hosting} />`}
    <${Data} folder=${hosting.folder} />
    <div class="dialog-actions">
      ${
        can_stop &&
        html`<button class="button dialog-left" onClick=${() => setStopping(true)}>
          ${words().hosting.stop}
        </button>`
      }
      ${
        hosting.state !== "on" &&
        html`<button
          class="button ${can_stop ? "" : "dialog-left"}"
          aria-disabled=${busy}
          onClick=${() => ask(() => startHosting(app, hosting.name))}
        >
          ${busy ? words().hosting.starting : words().hosting.start_again}
        </button>`
      }
      <button ref=${close_button} class="button button-primary" onClick=${close}>
        ${words().common.close}
      </button>
    </div>
  <//>`;
}

/** Has the focus when what had it is gone with the state it was for. */
function useFallback(state: unknown) {
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ focusVisible: true });
  }, [state]);
  return ref;
}

function State({ hosting }: { hosting: Known }) {
  const { today_ms } = useApp().store.view;
  const said = words().hosting;
  const title = { on: said.runs, off: said.stopped, failed: said.failed }[hosting.state](hosting.name);
  const more =
    hosting.state === "on"
      ? said.since(timeWords(hosting.started_at_ms, today_ms.value))
      : hosting.state === "off"
        ? said.about_stopped
        : undefined;
  return html`<p class="hosting-state" role="status">
    <span class="hosting-light ${hosting.state === "on" ? "hosting-on" : ""}" aria-hidden="true"></span>
    <span><b>${title}</b>${more !== undefined && html`<small>${more}</small>`}</span>
  </p>`;
}

function Data({ folder }: { folder: string }) {
  const app = useApp();
  return html`<section class="dialog-part">
    <div class="dialog-part-row">
      <h3>${words().hosting.data}</h3>
      <button class="button button-small" onClick=${() => revealHosting(app)}>
        ${words().hosting.open_folder}
      </button>
    </div>
    <p class="hosting-folder">${folder}</p>
  </section>`;
}

interface StopQuestionProps {
  hosting: Known;
  busy: boolean;
  onKeep: () => void;
  onStop: () => void;
}

function StopQuestion({ hosting, busy, onKeep, onStop }: StopQuestionProps) {
  const said = words().hosting;
  return html`<${Dialog} onClose=${onKeep}>
    <h2 id="dialog-title">${said.stop_question(hosting.name)}</h2>
    <p>${said.about_stop}</p>
    <div class="dialog-actions">
      <button class="button" autofocus onClick=${onKeep}>${said.keep}</button>
      <button class="button button-danger" aria-disabled=${busy} onClick=${onStop}>
        ${busy ? said.stopping : said.stop}
      </button>
    </div>
  <//>`;
}

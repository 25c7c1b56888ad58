import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { setSignIn } from "../actions/sign-in.ts";
import type { SignIn } from "../state/sign-in.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { TextField } from "./text-field.ts";

/** Which server, and how to reach it: closed unless someone wants to change it or it cannot be reached. */
export function Advanced({ form }: { form: SignIn }) {
  const app = useApp();
  const { server, advanced, problem } = form;
  const toggle = () => setSignIn(app, { advanced: !advanced });
  return html`<section class="advanced">
    <button
      type="button"
      class="advanced-toggle"
      aria-expanded=${advanced}
      aria-controls="advanced"
      onClick=${toggle}
    >
      <${Icon} name="chevron" size=${16} />
      <span>${words().address.advanced}</span>
      <span class="advanced-server" title="${server.host}:${server.port}">
        <${Icon} name=${server.tls ? "lock" : "unlock"} size=${14} />${server.host}:${server.port}
      </span>
    </button>
    ${
      problem?.field === "server" &&
      html`<p class="card-problem" role="alert"><${Icon} name="alert" size=${16} />${problem.text}</p>`
    }
    ${!advanced && readsAlong(server) && html`<${NotEncrypted} />`}
    <div id="advanced" class="advanced-body" hidden=${!advanced}>
      <${ServerFields} form=${form} />
    </div>
  </section>`;
}

function ServerFields({ form }: { form: SignIn }) {
  const app = useApp();
  const { server, busy } = form;
  const change = (patch: Partial<SignIn["server"]>) =>
    setSignIn(app, { server: { ...server, ...patch }, server_name: null, problem: null });
  const [port, setPort] = useState(String(server.port));
  // That it is empty is no reproach before somebody has been there.
  const [has_left, setLeft] = useState(false);
  const port_problem = portOf(port) === undefined ? words().address.port_range : undefined;
  const typePort = (text: string) => {
    setPort(text);
    const valid = portOf(text);
    if (valid !== undefined) change({ port: valid });
  };
  return html`
    <div class="advanced-address">
      <${TextField}
        label=${words().address.host}
        value=${server.host}
        onInput=${(host: string) => change({ host: host.trim() })}
        onBlur=${() => setLeft(true)}
        autofocus=${server.host === ""}
        problem=${has_left && server.host === "" ? words().address.host_missing : undefined}
        disabled=${busy}
      />
      <${TextField}
        label=${words().address.port}
        value=${port}
        onInput=${typePort}
        problem=${port_problem}
        inputmode="numeric"
        disabled=${busy}
      />
    </div>
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        checked=${server.tls}
        disabled=${busy}
        onChange=${() => change({ tls: !server.tls })}
      />
      ${words().address.use_tls}
    </label>
    ${server.tls ? html`<p class="advanced-note">${words().address.encrypted}</p>` : html`<${NotEncrypted} />`}
  `;
}

const NotEncrypted = () =>
  html`<p class="advanced-note advanced-warning">${words().address.not_encrypted}</p>`;

/** Whether others could: a link, or an earlier start, may have turned encryption off. */
const readsAlong = ({ host, tls }: SignIn["server"]): boolean =>
  !tls && !/^(localhost|127\.[\d.]+|\[?::1\]?)$/i.test(host);

const port_max = 65_535;

/** The port that a text names, or undefined when it names none. */
function portOf(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= port_max ? port : undefined;
}

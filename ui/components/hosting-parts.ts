import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import { copyText } from "../actions/copy-text.ts";
import { chatLink, hostAndPort } from "../text/chat-link.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Fingerprint } from "./fingerprint.ts";
import { Icon } from "./icon.ts";

/** What the dialog and the first steps show of one's own server alike. */

type On = Extract<Hosting, { state: "on" }>;
type Failed = Extract<Hosting, { state: "failed" }>;

/** How one's own server stands, and whether what was asked of it is under way. */
export function useHosting() {
  const hosting = useApp().store.view.hosting.value;
  const [busy, setBusy] = useState(false);
  // Whatever was asked is answered by how it stands.
  useEffect(() => setBusy(false), [hosting]);
  const ask = (post: () => void) => {
    if (busy) return;
    setBusy(true);
    post();
  };
  return { hosting, busy, ask };
}

/** What to give to the others: an address, a link, and where a browser finds it. */
export function HostingAddresses({ hosting }: { hosting: On }) {
  const { server, web_port, hosts, certificate } = hosting;
  const said = words().hosting;
  const [first, ...others] = hosts;
  if (first === undefined) return html`<p class="step-note">${said.no_addresses}</p>`;
  return html`<section class="give" aria-labelledby="give-title">
    <h2 id="give-title">${said.addresses}</h2>
    <dl class="give-list">
      <${Given} label=${said.address} text=${hostAndPort({ host: first, port: server.port })} />
      <${Given} label=${said.link} text=${chatLink({ ...server, host: first }, null)} />
      ${web_port !== null && html`<${Given} label=${said.in_browser} text=${webAddress(server.tls, first, web_port)} />`}
    </dl>
    ${certificate !== null && html`<${CertificateNote} certificate=${certificate} />`}
    ${
      others.length > 0 &&
      html`<details class="give-more">
        <summary>${said.more_addresses(others.length)}</summary>
        <dl class="give-list">
          ${others.map((host) => html`<${Given} key=${host} label=${said.address} text=${hostAndPort({ host, port: server.port })} />`)}
        </dl>
      </details>`
    }
    <p class="step-note">
      ${said.about_addresses}${web_port !== null && server.tls && ` ${said.about_browser}`}
    </p>
  </section>`;
}

/** What the others are asked to compare when they first come. */
function CertificateNote({ certificate }: { certificate: string }) {
  const said = words().hosting;
  return html`<details class="give-more">
    <summary>${said.fingerprint}</summary>
    <p class="step-note">${said.about_fingerprint}</p>
    <${Fingerprint} label=${words().trust.fingerprint} value=${certificate} />
  </details>`;
}

/** Something to give to others, with a button that copies it. */
export function Given({ label, text }: { label: string; text: string }) {
  const app = useApp();
  const copy = words().hosting.copy(label);
  return html`<div class="given">
    <dt>${label}</dt>
    <dd><code>${text}</code></dd>
    <dd>
      <button
        type="button"
        class="icon-button"
        aria-label=${copy}
        title=${copy}
        onClick=${() => copyText(app, document, text)}
      >
        <${Icon} name="copy" size=${18} />
      </button>
    </dd>
  </div>`;
}

const webAddress = (tls: boolean, host: string, port: number): string =>
  `${tls ? "https" : "http"}://${hostAndPort({ host, port })}`;

/** Why it does not run, what to do, and what it said itself. */
export function HostingFailure({ hosting }: { hosting: Failed }) {
  const { problem, text, folder, log } = hosting;
  const said = words().hosting;
  const more = problem === "no_folder" ? folder : problem === "ended" ? text : "";
  return html`<div class="hosting-failure" role="alert">
    <p class="card-problem">
      <${Icon} name="alert" size=${16} /><span>${said.problems[problem]}${more !== "" && ` ${more}`}</span>
    </p>
    ${
      log.length > 0 &&
      html`<details class="hosting-log">
        <summary>${said.details}</summary>
        <pre tabindex="0">${log.join("\n")}</pre>
      </details>`
    }
  </div>`;
}

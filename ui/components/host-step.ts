import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import { serverNameProblem } from "../../src/protocol/rules.ts";
import { askHosting, enterOwnServer, startHosting } from "../actions/start.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { HostingAddresses, HostingFailure, useHosting } from "./hosting-parts.ts";
import { StepHeading } from "./step-heading.ts";
import { TextField } from "./text-field.ts";
import { useFocus } from "./use-focus.ts";

/** A server of one's own: its name, its start, and then what to give to the others. */
export function HostStep({ onBack }: { onBack: () => void }) {
  const app = useApp();
  const { hosting, busy, ask } = useHosting();
  useEffect(() => askHosting(app), []);
  if (hosting?.state === "on" && !busy) return html`<${Runs} hosting=${hosting} onBack=${onBack} />`;
  return html`<${NameForm}
    key=${hosting === null ? "asking" : "known"}
    busy=${busy}
    onBack=${onBack}
    onStart=${(name: string) => ask(() => startHosting(app, name))}
  />`;
}

function Runs({ hosting, onBack }: { hosting: Extract<Hosting, { state: "on" }>; onBack: () => void }) {
  const app = useApp();
  const ref = useFocus<HTMLButtonElement>();
  const said = words().hosting;
  return html`<section class="card" aria-label=${said.title}>
    <${StepHeading} title=${said.runs(hosting.name)} about=${said.host_about} onBack=${onBack} />
    <${HostingAddresses} hosting=${hosting} />
    <div class="card-submit">
      <button
        class="button button-primary button-wide"
        ref=${ref}
        onClick=${() => enterOwnServer(app, hosting)}
      >
        ${said.create_account}
      </button>
    </div>
  </section>`;
}

interface NameFormProps {
  busy: boolean;
  onBack: () => void;
  onStart: (name: string) => void;
}

function NameForm({ busy, onBack, onStart }: NameFormProps) {
  const { hosting } = useHosting();
  const said = words().hosting;
  const known = hosting !== null && "name" in hosting ? hosting.name : said.default_name;
  const [name, setName] = useState(known);
  const problem = serverNameProblem(name);
  const submit = (event: Event) => {
    event.preventDefault();
    if (problem === undefined && !busy) onStart(name);
  };
  return html`<form class="card" aria-label=${said.host_title} onSubmit=${submit} novalidate>
    <${StepHeading} title=${said.host_title} about=${said.host_about} onBack=${onBack} />
    ${hosting?.state === "failed" && !busy && html`<${HostingFailure} hosting=${hosting} />`}
    <${TextField}
      label=${said.name}
      value=${name}
      onInput=${setName}
      problem=${told(problem)}
      hint=${said.name_hint}
      disabled=${busy}
      autofocus
    />
    <p class="step-note">${said.allow}</p>
    <div class="card-submit">
      <button class="button button-primary button-wide" type="submit" aria-disabled=${busy}>
        ${busy ? html`<span class="spinner" aria-hidden="true"></span>${said.starting}` : said.start}
      </button>
    </div>
  </form>`;
}

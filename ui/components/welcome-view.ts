import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import { lookForServers } from "../actions/start.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { HostStep } from "./host-step.ts";
import { Icon, type IconName, Logo } from "./icon.ts";
import { JoinStep } from "./join-step.ts";
import { OtherServers } from "./other-servers.ts";
import { useFocus } from "./use-focus.ts";

type Step = "choose" | "join" | "host";

/** Before one has a server: join one, or host one. What is on the local network is looked for meanwhile. */
export function WelcomeView() {
  const app = useApp();
  // Whoever left an address there goes on with it.
  const [step, setStep] = useState<Step>(app.store.state.sign_in.address === "" ? "choose" : "join");
  useEffect(() => lookForServers(app), []);
  const back = () => setStep("choose");
  return html`<main class="screen">
    ${step === "choose" && html`<${Choice} onPick=${setStep} />`}
    ${step === "join" && html`<${JoinStep} onBack=${back} />`}
    ${step === "host" && html`<${HostStep} onBack=${back} />`}
  </main>`;
}

function Choice({ onPick }: { onPick: (step: Step) => void }) {
  const { servers, store } = useApp();
  const { nearby, hosting } = store.view;
  const found = nearby.value?.servers.length ?? 0;
  const said = words().start;
  return html`<section class="card" aria-labelledby="welcome-title">
    <header class="card-heading">
      <${Logo} />
      <h1 id="welcome-title">${servers.list.value.length > 1 ? words().servers.add_title : said.title}</h1>
      <p>${said.about}</p>
    </header>
    <div class="start-choices">
      <${Choose} icon="users" title=${said.join} onPick=${() => onPick("join")} is_first>
        ${found > 0 ? said.found(found) : said.about_join}
      <//>
      <${Choose} icon="server" title=${said.host} onPick=${() => onPick("host")}
        >${hostWords(hosting.value)}<//
      >
    </div>
    <${OtherServers} />
  </section>`;
}

function hostWords(hosting: Hosting | null): string {
  const said = words().start;
  if (hosting === null || hosting.state === "none") return said.about_host;
  return hosting.state === "on" ? said.host_runs(hosting.name) : said.host_stopped(hosting.name);
}

interface ChooseProps {
  icon: IconName;
  title: string;
  onPick: () => void;
  is_first?: boolean;
  children?: string;
}

function Choose({ icon, title, onPick, is_first = false, children }: ChooseProps) {
  const ref = useFocus<HTMLButtonElement>(is_first);
  return html`<button class="start-choice" ref=${ref} onClick=${onPick}>
    <span class="start-mark"><${Icon} name=${icon} size=${24} /></span>
    <span class="start-words"><b>${title}</b><small>${children}</small></span>
    <${Icon} name="arrow_right" />
  </button>`;
}

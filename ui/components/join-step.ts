import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import type { FoundServer } from "../../src/protocol/bridge-hosting.ts";
import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { attempt } from "../actions/say.ts";
import { setSignIn } from "../actions/sign-in.ts";
import { joinServer, lookAndJoin } from "../actions/start.ts";
import { readTypedAddress } from "../text/typed-address.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { StepHeading } from "./step-heading.ts";
import { TextField } from "./text-field.ts";

/** Which server to join: one of the local network by a click, any other by its address. */
export function JoinStep({ onBack }: { onBack: () => void }) {
  const app = useApp();
  const text = app.store.view.sign_in.value.address;
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const said = words().start;
  useEffect(() => () => app.link.hangUp(), []);
  const look = async (address: ServerAddress) => {
    setBusy(true);
    try {
      setProblem(await lookAndJoin(app, address));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const address = readTypedAddress(text);
    if (typeof address === "string") setProblem(said.address_problems[address]);
    else attempt(app, look(address));
  };
  const type = (typed: string) => {
    setSignIn(app, { address: typed });
    setProblem(undefined);
  };
  return html`<form class="card" aria-label=${said.join} onSubmit=${submit} novalidate>
    <${StepHeading} title=${said.join} about=${said.join_about} onBack=${onBack} />
    <${Nearby} />
    <${TextField}
      label=${said.address}
      value=${text}
      onInput=${type}
      problem=${problem}
      hint=${said.address_hint}
      autofocus
    />
    <div class="card-submit">
      <button class="button button-primary button-wide" type="submit" aria-disabled=${busy}>
        ${busy ? said.looking_there : said.go_on}
      </button>
    </div>
  </form>`;
}

/** Its place is always there, so that nothing moves when a server comes or goes. */
function Nearby() {
  const nearby = useApp().store.view.nearby.value;
  const servers = nearby?.servers ?? [];
  const said = words().start;
  const empty = nearby === null ? said.looking : nearby.problem === null ? said.none_nearby : said.no_search;
  return html`<section class="nearby" aria-labelledby="nearby-title">
    <h2 id="nearby-title">${said.nearby}</h2>
    <ul class="nearby-list" aria-live="polite">
      ${servers.map((server) => html`<${NearbyServer} key=${keyOf(server)} server=${server} />`)}
    </ul>
    ${servers.length === 0 && html`<p class="nearby-empty">${empty}</p>`}
  </section>`;
}

const keyOf = ({ id, host, port, certificate }: FoundServer): string =>
  `${id} ${host} ${port} ${certificate}`;

/** What it says of itself is a stranger's word: text, and no reason to trust it. */
function NearbyServer({ server }: { server: FoundServer }) {
  const app = useApp();
  const { id, name, host, port, tls, is_here } = server;
  const said = words().start;
  const is_open = app.servers.list.value.some(({ store }) => store.view.server.value?.id === id);
  const place = [
    `${host}:${port}`,
    is_here && said.this_computer,
    is_open && said.already_here,
    !tls && said.not_encrypted,
  ];
  return html`<li>
    <button type="button" class="nearby-server" onClick=${() => joinServer(app, { host, port, tls }, name)}>
      <${Icon} name=${tls ? "lock" : "unlock"} size=${16} />
      <span class="nearby-words">
        <b>${name}</b>
        <small>${place.filter(Boolean).join(" · ")}</small>
      </span>
      <${Icon} name="arrow_right" size=${16} />
    </button>
  </li>`;
}

import { html } from "htm/preact";

import type { ServerInfo } from "../../state/state.ts";
import { hostAndPort } from "../../text/chat-link.ts";
import { words } from "../../words/words.ts";
import { useApp } from "../app-context.ts";
import { Logo } from "../icon.ts";

/** What this is, and which server it is connected to. */
export function AboutSettings() {
  const { settings: say } = words();
  const { version, server } = useApp().store.view;
  return html`<div class="about">
      <${Logo} />
      <div>
        <h3>${say.version(version.value)}</h3>
        <p>${say.about_words}</p>
      </div>
    </div>
    ${server.value !== null && html`<${ServerFacts} server=${server.value} />`}`;
}

function ServerFacts({ server }: { server: ServerInfo }) {
  const { settings: say } = words();
  const proof = server.proof === "accepted" ? "pinned" : (server.proof ?? "none");
  const facts: readonly (readonly [string, string])[] = [
    [say.about_server, server.name],
    [say.about_address, hostAndPort(server.address)],
    [say.about_proof, say[`proof_${proof}`]],
  ];
  return html`<dl class="help-list">
    ${facts.map(
      ([name, value]) =>
        html`<div key=${name}>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

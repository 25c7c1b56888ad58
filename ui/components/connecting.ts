import { html } from "htm/preact";

import { cancelSignIn } from "../actions/sign-in.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Countdown } from "./countdown.ts";
import { Logo } from "./icon.ts";
import { LeftWaiting } from "./left-waiting.ts";
import { OtherServers } from "./other-servers.ts";

/** While a remembered session is taken up again. */
export function Connecting() {
  const app = useApp();
  const connection = app.store.view.connection.value;
  const { server, username } = app.store.view.sign_in.value;
  const name = app.store.view.account.value?.name ?? null;
  const waiting = connection.stage === "waiting";
  return html`<main class="screen">
    <div class="card card-calm">
      <span class=${waiting ? "" : "breathing"}><${Logo} /></span>
      <h1>${waiting ? words().connection.server_away(name) : words().connection.connecting}</h1>
      <p role="status">
        ${waiting ? connection.why : [username, name, `${server.host}:${server.port}`].filter(Boolean).join(" · ")}
      </p>
      <p class="card-retry">
        ${waiting && html`<${Countdown} say=${words().connection.trying_again_in} key=${connection.retry_at_ms} to_ms=${connection.retry_at_ms} />`}
      </p>
      ${waiting && html`<${LeftWaiting} />`}
      <div class="card-actions">
        ${
          waiting &&
          html`<button class="button button-primary" onClick=${() => app.keeper.tryNow()}>
            ${words().connection.try_now}
          </button>`
        }
        <button class="button" onClick=${() => cancelSignIn(app)}>
          ${waiting ? words().connection.to_log_in : words().common.cancel}
        </button>
      </div>
      <${OtherServers} />
    </div>
  </main>`;
}

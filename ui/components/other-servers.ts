import { html } from "htm/preact";

import { addServer, leaveFresh } from "../actions/servers.ts";
import { isFresh } from "../state/rail.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";

/** On a screen before the chat: back to the other servers, or on to one more where no rail is there to say so. */
export function OtherServers() {
  const app = useApp();
  const { servers, store } = app;
  const several = servers.list.value.length > 1;
  const is_fresh = store.view.account.value === null;
  if (store.view.place.value === "web" || is_fresh !== several) return null;
  const [label, go] = isFresh(app)
    ? [words().servers.back, () => leaveFresh(app)]
    : [words().servers.add, () => void addServer(servers)];
  return html`<p class="card-switch">
    <button type="button" class="text-button" onClick=${go}>${label}</button>
  </p>`;
}

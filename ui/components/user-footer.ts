import { html } from "htm/preact";

import { attempt } from "../actions/say.ts";
import { logOut } from "../actions/sign-out.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";

/** Oneself, help, and the way out. */
export function UserFooter() {
  const app = useApp();
  const me = app.store.view.me.value;
  if (me === null) return null;
  const online = app.store.view.connection.value.stage === "up";
  return html`<footer class="user-footer" aria-label="You">
    <${Avatar}
      user_id=${me.user_id}
      username=${me.username}
      size=${32}
      status=${online ? "online" : "offline"}
    />
    <div class="user-name">
      <b title=${me.username} data-testid="my-name">${me.username}</b>
      <span>${online ? "Online" : "Offline"}</span>
    </div>
    <button
      class="icon-button"
      aria-label="Help"
      title="Commands and keys"
      onClick=${() => app.store.commit({ dialog: "help" })}
    >
      <${Icon} name="help" />
    </button>
    <button
      class="icon-button"
      aria-label="Log out"
      title="Log out"
      onClick=${() => attempt(app, logOut(app))}
    >
      <${Icon} name="power" />
    </button>
  </footer>`;
}

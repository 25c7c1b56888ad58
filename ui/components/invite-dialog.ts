import { html } from "htm/preact";

import { isLoopback, isOwnAddress } from "../state/own-server.ts";
import { chatLink, hostAndPort } from "../text/chat-link.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useClose } from "./dialog.ts";
import { Given, HostingAddresses } from "./hosting-parts.ts";

/** What to give to those who are to come to this server. */
export function InviteDialog() {
  const app = useApp();
  const { hosting, server, place } = app.store.view;
  const close = useClose();
  if (server.value === null) return null;
  const { name, address } = server.value;
  const said = words().invite;
  const is_web = place.value === "web";
  const own = hosting.value?.state === "on" && isOwnAddress(hosting.value, address) ? hosting.value : null;
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    <h2 id="dialog-title">${said.title(name)}</h2>
    <p>${said.about}</p>
    ${
      own === null
        ? html`<dl class="give-list">
              ${
                is_web
                  ? html`<${Given} label=${words().hosting.in_browser} text=${location.origin} />`
                  : html`<${Given} label=${words().hosting.address} text=${hostAndPort(address)} />
                      <${Given} label=${words().hosting.link} text=${chatLink(address, null)} />`
              }
            </dl>
            ${isLoopback(is_web ? location.hostname : address.host) && html`<p class="step-note">${said.only_here}</p>`}`
        : html`<${HostingAddresses} hosting=${own} />`
    }
    <div class="dialog-actions">
      <button class="button button-primary" onClick=${close}>${words().common.close}</button>
    </div>
  <//>`;
}

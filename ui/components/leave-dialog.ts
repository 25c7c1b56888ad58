import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { leaveChannel } from "../actions/channel-membership.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";

/** Asks before one leaves: the button is near others, and to a private channel one cannot come back alone. */
export function LeaveDialog({ channel }: { channel: Channel }) {
  const app = useApp();
  const { busy, problem, ask } = useAsking();
  const close = useClose();
  const leave = () =>
    ask(async () => {
      await leaveChannel(app, channel.id);
      close();
    });
  return html`<${Dialog} onClose=${close}>
    <h2 id="dialog-title">${words().leaving.title(channel.name ?? "")}</h2>
    <p>${channel.kind === "private" ? words().leaving.about_private : words().leaving.about_open}</p>
    ${problem !== undefined && html`<p class="dialog-problem" role="alert">${problem}</p>`}
    <div class="dialog-actions">
      <button class="button" autofocus onClick=${close}>${words().leaving.stay}</button>
      <button class="button button-danger" aria-disabled=${busy} onClick=${leave}>
        ${words().leaving.leave}
      </button>
    </div>
  <//>`;
}

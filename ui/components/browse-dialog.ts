import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { joinChannel, leaveChannel } from "../actions/channel-membership.ts";
import { openChannel } from "../actions/open-channel.ts";
import { attempt } from "../actions/say.ts";
import { publicChannels } from "../state/channels.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";
import { FixedList } from "./fixed-list.ts";
import { Icon } from "./icon.ts";
import { TextField } from "./text-field.ts";

/** As the stylesheet has it. */
const row_px = 56;

/** All public channels, joined or not. */
export function BrowseDialog() {
  const app = useApp();
  const [text, setText] = useState("");
  const close = () => app.store.commit({ dialog: null });
  const all = publicChannels(app.store.view.channels.value);
  const part = text.trim().toLowerCase().replace(/^#/, "");
  const found = all.filter((channel) =>
    `${channel.name} ${channel.description}`.toLowerCase().includes(part),
  );
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    <h2 id="dialog-title">Browse channels</h2>
    <p>Everybody on this server can read these and join.</p>
    <${TextField} label="Search" value=${text} onInput=${setText} autofocus>
      <span class="field-mark"><${Icon} name="search" size=${18} /></span>
    <//>
    <div class="browse-list" data-scroller>
      <${FixedList}
        items=${found}
        keyOf=${({ id }: Channel) => id}
        row_px=${row_px}
        row=${(channel: Channel) => html`<${BrowseRow} channel=${channel} />`}
        label="Public channels"
      />
      ${found.length === 0 && html`<p class="browse-none">No channel is called that or described so.</p>`}
    </div>
    <div class="dialog-actions">
      <span class="dialog-version" role="status">${found.length} of ${all.length}</span>
      <button class="button" onClick=${() => app.store.commit({ dialog: "create_channel" })}>
        New channel
      </button>
      <button class="button button-primary" onClick=${close}>Close</button>
    </div>
  <//>`;
}

function BrowseRow({ channel }: { channel: Channel }) {
  const app = useApp();
  const { id, name, description, joined, archived_at_ms } = channel;
  const open = () => {
    app.store.commit({ dialog: null });
    openChannel(app, id);
  };
  const join = () =>
    attempt(
      app,
      joinChannel(app, id).then(() => app.store.commit({ dialog: null })),
    );
  return html`<div class="browse-row">
    <${Icon} name=${archived_at_ms === null ? "hash" : "archive"} />
    <div class="browse-words">
      <b>${name}</b>
      <span>${archived_at_ms === null ? "" : "Archived. "}${description}</span>
    </div>
    ${
      joined
        ? html`<button
              class="button button-small"
              aria-label="Leave ${name}"
              onClick=${() => attempt(app, leaveChannel(app, id))}
            >
              Leave
            </button>
            <button class="button button-small" aria-label="Open ${name}" onClick=${open}>Open</button>`
        : html`<button class="button button-small button-primary" aria-label="Join ${name}" onClick=${join}>
            Join
          </button>`
    }
  </div>`;
}

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { joinChannel, leaveChannel, noteBrowsed } from "../actions/channel-membership.ts";
import { openChannel } from "../actions/open-channel.ts";
import { attempt } from "../actions/say.ts";
import { publicChannels } from "../state/channels.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useClose } from "./dialog.ts";
import { FixedList } from "./fixed-list.ts";
import { Icon } from "./icon.ts";
import { TextField } from "./text-field.ts";

/** As the stylesheet has it. */
const row_px = 56;

/** All public channels, joined or not. */
export function BrowseDialog() {
  const app = useApp();
  const [text, setText] = useState("");
  const [browsed_id] = useState(() => app.store.state.browsed_id ?? 0);
  useEffect(() => {
    noteBrowsed(app);
    return () => noteBrowsed(app);
  }, []);
  const close = useClose();
  const all = publicChannels(app.store.view.channels.value);
  const part = text.trim().toLowerCase().replace(/^#/, "");
  const found = all.filter((channel) =>
    `${channel.name} ${channel.description}`.toLowerCase().includes(part),
  );
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    <h2 id="dialog-title">${words().channels.browse}</h2>
    <p>${words().channels.about_browse}</p>
    <${TextField} label=${words().channels.search} value=${text} onInput=${setText} autofocus>
      <span class="field-mark"><${Icon} name="search" size=${18} /></span>
    <//>
    <div class="browse-list" data-scroller>
      <${FixedList}
        items=${found}
        keyOf=${({ id }: Channel) => id}
        row_px=${row_px}
        row=${(channel: Channel) =>
          html`<${BrowseRow}
            channel=${channel}
            is_new=${channel.id > browsed_id && !channel.joined}
            onDone=${close}
          />`}
        label=${words().channels.public_channels}
      />
      ${found.length === 0 && html`<p class="browse-none">${words().channels.none_found}</p>`}
    </div>
    <div class="dialog-actions">
      <span class="dialog-version" role="status">${words().channels.found(found.length, all.length)}</span>
      <button class="button" onClick=${() => app.store.commit({ dialog: "create_channel" })}>
        ${words().channels.new_channel}
      </button>
      <button class="button button-primary" onClick=${close}>${words().common.close}</button>
    </div>
  <//>`;
}

interface BrowseRowProps {
  channel: Channel;
  is_new: boolean;
  onDone: () => void;
}

function BrowseRow({ channel, is_new, onDone }: BrowseRowProps) {
  const app = useApp();
  const { id, name, description, joined, archived_at_ms } = channel;
  const open = () => {
    onDone();
    openChannel(app, id);
  };
  const join = () => attempt(app, joinChannel(app, id).then(onDone));
  return html`<div class="browse-row">
    <${Icon} name=${archived_at_ms === null ? "hash" : "archive"} />
    <div class="browse-words">
      <b>${name}${is_new && html` <i class="browse-new">${words().channels.is_new}</i>`}</b>
      <span>${archived_at_ms === null ? description : words().channels.archived_about(description)}</span>
    </div>
    ${
      joined
        ? html`<button
              class="button button-small"
              aria-label=${words().channels.leave_label(name ?? "")}
              onClick=${() => attempt(app, leaveChannel(app, id))}
            >
              ${words().channels.leave}
            </button>
            <button
              class="button button-small"
              aria-label=${words().channels.open_label(name ?? "")}
              onClick=${open}
            >
              ${words().channels.open}
            </button>`
        : html`<button
            class="button button-small button-primary"
            aria-label=${words().channels.join_label(name ?? "")}
            onClick=${join}
          >
            ${words().channels.join}
          </button>`
    }
  </div>`;
}

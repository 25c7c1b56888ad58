import { html } from "htm/preact";

import { joinChannel } from "../actions/channel-membership.ts";
import { openChannel } from "../actions/open-channel.ts";
import { attempt } from "../actions/say.ts";
import { channelSections } from "../state/channels.ts";
import { useApp } from "./app-context.ts";
import { ChannelRow, DmRow, OtherChannelRow } from "./channel-row.ts";
import { Icon } from "./icon.ts";
import { ServerHead } from "./server-head.ts";
import { UserFooter } from "./user-footer.ts";

/** Channels, direct messages, and oneself. */
export function Sidebar() {
  return html`<nav class="sidebar" aria-label="Channels and direct messages">
    <${ServerHead} />
    <div class="sidebar-lists">
      <${ChannelSection} />
      <${DmSection} />
    </div>
    <${UserFooter} />
  </nav>`;
}

function ChannelSection() {
  const app = useApp();
  const { joined, others } = channelSections(app.store.view.channels.value);
  const create = () => app.store.commit({ dialog: "create_channel" });
  return html`<section aria-labelledby="channels-heading">
    <header class="list-heading">
      <h2 id="channels-heading">Channels</h2>
      <button
        class="icon-button icon-button-small"
        aria-label="Create channel"
        title="Create channel"
        onClick=${create}
      >
        <${Icon} name="plus" size=${18} />
      </button>
    </header>
    <ul class="list" data-testid="channel-list">
      ${joined.map(
        (channel) =>
          html`<${ChannelRow}
            key=${channel.id}
            channel=${channel}
            onOpen=${() => openChannel(app, channel.id)}
          />`,
      )}
    </ul>
    ${
      others.length > 0 &&
      html`<h3 class="list-subheading" id="others-heading">More channels</h3>
        <ul class="list" aria-labelledby="others-heading" data-testid="other-channel-list">
          ${others.map(
            (channel) =>
              html`<${OtherChannelRow}
                key=${channel.id}
                channel=${channel}
                onJoin=${() => attempt(app, joinChannel(app, channel.id))}
              />`,
          )}
        </ul>`
    }
  </section>`;
}

function DmSection() {
  const app = useApp();
  const { dms } = channelSections(app.store.view.channels.value);
  return html`<section aria-labelledby="dms-heading">
    <header class="list-heading"><h2 id="dms-heading">Direct messages</h2></header>
    ${dms.length === 0 && html`<p class="list-empty">Click someone on the right to write to them alone.</p>`}
    <ul class="list" data-testid="dm-list">
      ${dms.map(
        (channel) =>
          html`<${DmRow}
            key=${channel.id}
            channel=${channel}
            onOpen=${() => openChannel(app, channel.id)}
          />`,
      )}
    </ul>
  </section>`;
}

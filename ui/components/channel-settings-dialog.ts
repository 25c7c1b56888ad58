import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { channelDescriptionProblem, channelNameProblem } from "../../src/protocol/rules.ts";
import { updateChannel } from "../actions/channel-membership.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { ChannelNameField, spacesToHyphens } from "./channel-name-field.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";
import { TextField } from "./text-field.ts";

/** Name and archive of the open channel for who made it, its topic for every member. */
export function ChannelSettingsDialog({ channel }: { channel: Channel }) {
  const app = useApp();
  const own = channel.created_by !== null && channel.created_by === app.store.view.me.value?.user_id;
  const [name, setName] = useState(channel.name ?? "");
  const [topic, setTopic] = useState(channel.description);
  const { busy, problem, ask, forget } = useAsking();
  const close = useClose();
  const ready = channelNameProblem(name) === undefined && channelDescriptionProblem(topic) === undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    const change = { ...(own && name !== channel.name ? { name } : {}), description: topic };
    ask(async () => {
      await updateChannel(app, channel.id, change);
      close();
    });
  };
  return html`<${Dialog} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">${words().channels.settings}</h2>
      <p>${own ? words().channels.yours : words().channels.of_another}</p>
      <${ChannelNameField}
        name=${name}
        is_private=${channel.kind === "private"}
        disabled=${!own}
        answer=${problem}
        onInput=${(text: string) => {
          setName(spacesToHyphens(text));
          forget();
        }}
      />
      <${TextField}
        label=${words().channels.topic}
        value=${topic}
        autofocus=${!own}
        onInput=${setTopic}
        problem=${told(channelDescriptionProblem(topic))}
      />
      ${own && html`<${Archive} channel=${channel} onDone=${close} />`}
      <div class="dialog-actions">
        <button class="button" type="button" onClick=${close}>${words().common.cancel}</button>
        <button class="button button-primary" disabled=${!ready} aria-disabled=${busy}>
          ${words().common.save}
        </button>
      </div>
    </form>
  <//>`;
}

function Archive({ channel, onDone }: { channel: Channel; onDone: () => void }) {
  const app = useApp();
  const { busy, problem, ask } = useAsking();
  const archived = channel.archived_at_ms !== null;
  const change = () =>
    ask(async () => {
      await updateChannel(app, channel.id, { archived: !archived });
      onDone();
    });
  return html`<section class="dialog-part">
    <h3>${archived ? words().channels.archived_title : words().channels.archive_title}</h3>
    <div class="dialog-part-row">
      <p>${archived ? words().channels.about_archived : words().channels.about_archive}</p>
      <button class="button" type="button" aria-disabled=${busy} onClick=${change}>
        ${archived ? words().channels.bring_back : words().channels.archive}
      </button>
    </div>
    ${problem !== undefined && html`<p class="dialog-problem" role="alert">${problem}</p>`}
  </section>`;
}

import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { channelDescriptionProblem, channelNameProblem } from "../../src/protocol/rules.ts";
import { createChannel } from "../actions/channel-membership.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { ChannelNameField, spacesToHyphens } from "./channel-name-field.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";
import { Icon, type IconName } from "./icon.ts";
import { TextField } from "./text-field.ts";

type Kind = "public" | "private";

/** Makes a public or private channel. */
export function CreateChannelDialog() {
  const app = useApp();
  const [kind, setKind] = useState<Kind>("public");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const { busy, problem, ask, forget } = useAsking();
  const close = useClose();
  const ready =
    channelNameProblem(name) === undefined && channelDescriptionProblem(description) === undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    if (ready) ask(() => createChannel(app, { kind, name, description }, close));
  };
  return html`<${Dialog} onClose=${close} firm=${name !== "" || description !== ""}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">${words().channels.create_title}</h2>
      <${KindChoice} kind=${kind} onPick=${setKind} />
      <${ChannelNameField}
        name=${name}
        is_private=${kind === "private"}
        answer=${problem}
        onInput=${(text: string) => {
          setName(spacesToHyphens(text));
          forget();
        }}
      />
      <${TextField}
        label=${words().channels.topic_optional}
        value=${description}
        onInput=${setDescription}
        problem=${told(channelDescriptionProblem(description))}
      />
      <div class="dialog-actions">
        <button class="button" type="button" onClick=${close}>${words().common.cancel}</button>
        <button class="button button-primary" type="submit" disabled=${!ready} aria-disabled=${busy}>
          ${words().channels.create}
        </button>
      </div>
    </form>
  <//>`;
}

const kinds: readonly (readonly [Kind, IconName])[] = [
  ["public", "hash"],
  ["private", "lock"],
];

function KindChoice({ kind, onPick }: { kind: Kind; onPick: (kind: Kind) => void }) {
  return html`<fieldset class="choices">
    <legend class="for-readers">${words().channels.who_sees}</legend>
    ${kinds.map(
      ([value, icon]) =>
        html`<label key=${value} class="choice">
          <${Icon} name=${icon} />
          <span><b>${words().channels[value]}</b><small>${words().channels[`about_${value}`]}</small></span>
          <input type="radio" name="kind" checked=${kind === value} onChange=${() => onPick(value)} />
        </label>`,
    )}
  </fieldset>`;
}

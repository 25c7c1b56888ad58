import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { channelDescriptionProblem, channelNameProblem } from "../../src/protocol/rules.ts";
import { createChannel } from "../actions/channel-membership.ts";
import { useApp } from "./app-context.ts";
import { ChannelNameField, spacesToHyphens } from "./channel-name-field.ts";
import { Dialog, useAsking } from "./dialog.ts";
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
  const close = () => app.store.commit({ dialog: null });
  const ready =
    channelNameProblem(name) === undefined && channelDescriptionProblem(description) === undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    if (ready) ask(() => createChannel(app, { kind, name, description }));
  };
  return html`<${Dialog} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">Create a channel</h2>
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
        label="Topic (optional)"
        value=${description}
        onInput=${setDescription}
        problem=${channelDescriptionProblem(description)}
      />
      <div class="dialog-actions">
        <button class="button" type="button" onClick=${close}>Cancel</button>
        <button class="button button-primary" type="submit" disabled=${!ready || busy}>Create channel</button>
      </div>
    </form>
  <//>`;
}

const kinds: readonly (readonly [Kind, IconName, string, string])[] = [
  ["public", "hash", "Public", "Everybody on this server can find it, read it and join."],
  ["private", "lock", "Private", "Only those you add can see it. To others it is not there at all."],
];

function KindChoice({ kind, onPick }: { kind: Kind; onPick: (kind: Kind) => void }) {
  return html`<fieldset class="choices">
    <legend class="for-readers">Who can see it</legend>
    ${kinds.map(
      ([value, icon, words, what]) =>
        html`<label key=${value} class="choice">
          <${Icon} name=${icon} />
          <span><b>${words}</b><small>${what}</small></span>
          <input type="radio" name="kind" checked=${kind === value} onChange=${() => onPick(value)} />
        </label>`,
    )}
  </fieldset>`;
}

import { html } from "htm/preact";
import { useState } from "preact/hooks";

import {
  channelDescriptionProblem,
  channelNameProblem,
  normalChannelName,
} from "../../src/protocol/rules.ts";
import { createChannel } from "../actions/channel-membership.ts";
import { errorWords } from "../actions/error-words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";
import { Icon } from "./icon.ts";
import { TextField } from "./text-field.ts";

/** Makes a public channel. The rules of its name are said while one types; a space becomes the hyphen it can only mean. */
export function CreateChannelDialog() {
  const app = useApp();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [answer, setAnswer] = useState<string>();
  const [busy, setBusy] = useState(false);
  const close = () => app.store.commit({ dialog: null });
  const ready =
    channelNameProblem(name) === undefined && channelDescriptionProblem(description) === undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    createChannel(app, name, description).catch((error: unknown) => {
      setAnswer(errorWords(error));
      setBusy(false);
    });
  };
  const typeName = (text: string) => {
    setName(text.trimStart().replace(/\s/g, "-"));
    setAnswer(undefined);
  };
  return html`<${Dialog} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">Create a channel</h2>
      <p>Everybody on this server can find it and join.</p>
      <${NameField} name=${name} answer=${answer} onInput=${typeName} />
      <${TextField}
        label="Description (optional)"
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

interface NameFieldProps {
  name: string;
  /** What the server said about the name. */
  answer: string | undefined;
  onInput: (text: string) => void;
}

function NameField({ name, answer, onInput }: NameFieldProps) {
  const shown = normalChannelName(name);
  return html`<${TextField}
    label="Name"
    value=${name}
    onInput=${onInput}
    problem=${answer ?? typingProblem(name)}
    hint=${shown !== name && shown !== "" ? `It will be called #${shown}` : "2 to 30 of a-z, 0-9 and hyphens"}
    autofocus
  >
    <span class="field-mark"><${Icon} name="hash" size=${18} /></span>
  <//>`;
}

/** A name of one letter is not wrong, only unfinished. */
const typingProblem = (name: string): string | undefined =>
  channelNameProblem(`${name.trim()}a`) === undefined || name.trim() === ""
    ? undefined
    : channelNameProblem(name);

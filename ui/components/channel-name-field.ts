import { html } from "htm/preact";

import { channelNameProblem, normalChannelName } from "../../src/protocol/rules.ts";
import { plainChannelName } from "../text/plain-name.ts";
import { told, words } from "../words/words.ts";
import { Icon } from "./icon.ts";
import { TextField } from "./text-field.ts";

interface ChannelNameFieldProps {
  name: string;
  is_private: boolean;
  disabled?: boolean;
  /** What the server said about the name. */
  answer: string | undefined;
  onInput: (text: string) => void;
}

/** The rules of a channel's name are said while one types. */
export function ChannelNameField({
  name,
  is_private,
  disabled = false,
  answer,
  onInput,
}: ChannelNameFieldProps) {
  const shown = normalChannelName(name);
  const { name_becomes, name_hint } = words().channels;
  return html`<${TextField}
    label=${words().channels.name}
    value=${name}
    onInput=${onInput}
    problem=${answer ?? typingProblem(name)}
    hint=${disabled ? undefined : shown !== name && shown !== "" ? name_becomes(shown) : name_hint}
    autofocus=${!disabled}
    disabled=${disabled}
  >
    <span class="field-mark"><${Icon} name=${is_private ? "lock" : "hash"} size=${18} /></span>
  <//>`;
}

/** A space becomes the hyphen it can only mean. */
export const spacesToHyphens = (text: string): string => text.trimStart().replace(/\s/g, "-");

/** A name of one letter is not wrong, only unfinished. */
function typingProblem(name: string): string | undefined {
  const unfinished = channelNameProblem(`${name.trim()}a`) === undefined || name.trim() === "";
  if (unfinished) return undefined;
  const other = plainChannelName(name);
  return [told(channelNameProblem(name)), other && words().channels.would_do(other)]
    .filter(Boolean)
    .join(" ");
}

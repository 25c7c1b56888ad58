import { html } from "htm/preact";

import { channelNameProblem, normalChannelName } from "../../src/protocol/rules.ts";
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
  return html`<${TextField}
    label="Name"
    value=${name}
    onInput=${onInput}
    problem=${answer ?? typingProblem(name)}
    hint=${disabled ? undefined : shown !== name && shown !== "" ? `It will be called #${shown}` : "2 to 30 of a-z, 0-9 and hyphens"}
    autofocus=${!disabled}
    disabled=${disabled}
  >
    <span class="field-mark"><${Icon} name=${is_private ? "lock" : "hash"} size=${18} /></span>
  <//>`;
}

/** A space becomes the hyphen it can only mean. */
export const spacesToHyphens = (text: string): string => text.trimStart().replace(/\s/g, "-");

/** A name of one letter is not wrong, only unfinished. */
const typingProblem = (name: string): string | undefined =>
  channelNameProblem(`${name.trim()}a`) === undefined || name.trim() === ""
    ? undefined
    : channelNameProblem(name);

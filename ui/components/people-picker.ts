import { html } from "htm/preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Member } from "../../src/protocol/fields.ts";
import { usernameProblem } from "../../src/protocol/rules.ts";
import { knownPeople, suggestPeople } from "../state/people.ts";
import { shownName } from "../state/profiles.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";

const shown_max = 6;
const rows_min = 2;
/** As the stylesheet has it. */
const row_px = 44;

export interface PeoplePickerProps {
  label: string;
  /** The names chosen so far. */
  picked: readonly string[];
  onChange: (picked: readonly string[]) => void;
  /** Those who need no suggesting. */
  without?: ReadonlySet<number>;
  max: number;
  /** What the server said about a name. */
  problem?: string | undefined;
}

/** A field for names that suggests the people one knows: arrows and Enter choose, Backspace takes the last one back. */
export function PeoplePicker(props: PeoplePickerProps) {
  const { picked, onChange } = props;
  const id = useId();
  const { text, type, at, found, note, pick, onKeyDown } = usePicking(props);
  const people = usePeople(props.without);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), [picked]);
  return html`<div class="field ${note === undefined ? "" : "field-wrong"}">
    <label for=${id}>${props.label}</label>
    <div class="field-box picker-box">
      ${picked.map(
        (name) =>
          html`<${Chip}
            key=${name}
            person=${people.find(({ username }) => username.toLowerCase() === name.toLowerCase())}
            name=${name}
            onRemove=${() => onChange(picked.filter((one) => one !== name))}
          />`,
      )}
      <input
        id=${id}
        ref=${input}
        value=${text}
        role="combobox"
        autocomplete="off"
        autocapitalize="none"
        spellcheck=${false}
        aria-expanded=${found.length > 0}
        aria-controls="${id}-list"
        aria-activedescendant=${found[at] === undefined ? undefined : `${id}-${at}`}
        aria-invalid=${note !== undefined}
        aria-describedby="${id}-note"
        placeholder=${picked.length === 0 ? words().picker.placeholder : ""}
        onInput=${(event: InputEvent) => type((event.currentTarget as HTMLInputElement).value)}
        onKeyDown=${onKeyDown}
      />
    </div>
    <p class="field-note" id="${id}-note" role=${note === undefined ? undefined : "alert"}>${note}</p>
    <${Suggestions}
      id=${id}
      found=${found}
      at=${at}
      text=${text}
      rows=${Math.min(Math.max(people.length, rows_min), shown_max)}
      onPick=${pick}
    />
  </div>`;
}

function usePicking(props: PeoplePickerProps) {
  const { picked, onChange, max } = props;
  const [text, setText] = useState("");
  // None is chosen before one types or moves, so that Enter in the empty field does what the dialog is for.
  const [at, setAt] = useState(-1);
  const [said, setSaid] = useState<string>();
  const found = useSuggestions(props, text);
  const type = (next: string) => {
    setText(next);
    setAt(next.trim() === "" ? -1 : 0);
    setSaid(undefined);
    if (props.problem !== undefined) onChange([...picked]);
  };
  const pick = (name: string) => {
    const problem = picked.length >= max ? words().picker.too_many(max) : usernameProblem(name);
    if (problem !== undefined) return setSaid(told(problem));
    type("");
    if (!picked.some((one) => one.toLowerCase() === name.toLowerCase())) onChange([...picked, name]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0)
      setAt((Math.max(at, step < 0 ? 0 : -1) + step + found.length) % found.length);
    else if (event.key === "Backspace" && text === "") return onChange(picked.slice(0, -1));
    else if (event.key === "Enter" && !event.isComposing && (at >= 0 || text.trim() !== ""))
      pick(found[at]?.username ?? text.trim().replace(/^@/, ""));
    else return;
    event.preventDefault();
  };
  return { text, type, at, found, note: said ?? props.problem, pick, onKeyDown };
}

interface SuggestionsProps {
  id: string;
  found: readonly Member[];
  at: number;
  text: string;
  /** As high as all that can stand there, so that nothing moves while one types. */
  rows: number;
  onPick: (name: string) => void;
}

function Suggestions({ id, found, at, text, rows, onPick }: SuggestionsProps) {
  return html`<ul
    class="picker-list"
    style=${{ height: `${rows * row_px}px` }}
    id="${id}-list"
    role="listbox"
    aria-label=${words().picker.list}
  >
    ${found.map(
      (member, place) =>
        html`<${Suggestion}
          key=${member.user_id}
          id="${id}-${place}"
          member=${member}
          chosen=${place === at}
          onPick=${() => onPick(member.username)}
        />`,
    )}
    ${found.length === 0 && text.trim() !== "" && html`<li class="picker-none">${words().picker.none}</li>`}
  </ul>`;
}

/** Those one knows and may pick. */
function usePeople(without: PeoplePickerProps["without"]): Member[] {
  const { members, channels } = useApp().store.view;
  const people = knownPeople({ members: members.value, channels: channels.value });
  return people.filter(({ user_id }) => without?.has(user_id) !== true);
}

function useSuggestions({ picked, without }: PeoplePickerProps, text: string): Member[] {
  const free = usePeople(without).filter(({ username }) => !picked.includes(username));
  return suggestPeople(free, text, shown_max);
}

interface ChipProps {
  name: string;
  /** Undefined when nobody one knows is called that. */
  person: Member | undefined;
  onRemove: () => void;
}

function Chip({ name: username, person, onRemove }: ChipProps) {
  const name = person === undefined ? username : shownName(person);
  return html`<span class="chip" title="@${username}">
    <bdi>${name}</bdi>
    <button type="button" aria-label=${words().picker.remove(name)} onClick=${onRemove}>
      <${Icon} name="close" size=${14} />
    </button>
  </span>`;
}

interface SuggestionProps {
  id: string;
  member: Member;
  chosen: boolean;
  onPick: () => void;
}

function Suggestion({ id, member, chosen, onPick }: SuggestionProps) {
  const { user_id, username, status, status_text } = member;
  const about = member.display_name === undefined ? status_text : `@${username}`;
  // Pressing would take the focus from the field.
  const press = (event: Event) => event.preventDefault();
  return html`<li
    id=${id}
    class="row row-dm ${chosen ? "row-open" : ""}"
    role="option"
    aria-selected=${chosen}
    onMouseDown=${press}
    onClick=${onPick}
  >
    <${Avatar} user_id=${user_id} username=${username} size=${32} status=${status} />
    <span class="row-name"
      ><span class="name-line" dir="auto">${shownName(member)}</span><small>${about}</small></span
    >
  </li>`;
}

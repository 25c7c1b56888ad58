import { html } from "htm/preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Member } from "../../src/protocol/fields.ts";
import { usernameProblem } from "../../src/protocol/rules.ts";
import { knownPeople, meantBy, suggestPeople } from "../state/people.ts";
import { shownName } from "../state/profiles.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";
import { useHighlight } from "./use-highlight.ts";

const shown_max = 6;
const rows_min = 2;
/** As the stylesheet has it. */
const row_px = 44;

interface PickingOptions {
  /** Those who need no suggesting. */
  without: ReadonlySet<number>;
  max: number;
  /** Nothing can be changed while what is picked is on its way. */
  busy: boolean;
  /** What the server said about a name. */
  problem: string | undefined;
  /** Called when that is no news any more. */
  forget: () => void;
}

interface PeoplePickerProps {
  label: string;
  picking: ReturnType<typeof usePicking>;
}

/** A field for names that suggests the people one knows: arrows and Enter choose, Backspace takes the last one back. */
export function PeoplePicker({ label, picking }: PeoplePickerProps) {
  const { picked, change, busy, input, people, text, type, at, found, note, pick, onKeyDown } = picking;
  const id = useId();
  useLayoutEffect(() => input.current?.focus(), []);
  return html`<div class="field ${note === undefined ? "" : "field-wrong"}">
    <label for=${id}>${label}</label>
    <div class="field-box picker-box">
      ${picked.map(
        (name) =>
          html`<${Chip}
            key=${name}
            person=${people.find(({ username }) => username.toLowerCase() === name.toLowerCase())}
            name=${name}
            busy=${busy}
            onRemove=${() => change(picked.filter((one) => one !== name))}
          />`,
      )}
      <input
        id=${id}
        ref=${input}
        value=${text}
        readonly=${busy}
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

/** Who has been picked, and what is in the field. */
export function usePicking({ without, max, busy, problem, forget }: PickingOptions) {
  const { said, hush, add, ...chosen } = usePicked(max, busy, forget);
  const { picked, change } = chosen;
  const [text, setText] = useState("");
  const { at, moved, put, move } = useHighlight();
  const people = usePeople(without);
  const free = people.filter(({ username }) => !picked.includes(username));
  const found = suggestPeople(free, text, shown_max);
  const type = (next: string) => {
    setText(next);
    put(next.trim() === "" ? -1 : 0);
    hush();
  };
  const pick = (name: string) => {
    const names = add(name);
    if (names.length > 0) type("");
    return names;
  };
  const typed = text.trim().replace(/^@/, "");
  /** Gives all, with the username that is left in the field; nobody while whom it means has to be looked at again. */
  const finish = () => {
    const meant = moved ? found[at] : meantBy(people, found, typed);
    if (meant === undefined) return typed === "" ? picked : pick(typed);
    pick(meant.username);
    return [];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) move(step, found.length);
    else if (event.key === "Backspace" && text === "") return change(picked.slice(0, -1));
    else if (event.key === "Enter" && (at >= 0 || typed !== "")) pick(found[at]?.username ?? typed);
    else return;
    event.preventDefault();
  };
  const is_empty = picked.length === 0 && typed === "" && !moved;
  return {
    ...chosen,
    busy,
    people,
    text,
    type,
    at,
    found,
    note: said ?? problem,
    pick,
    finish,
    is_empty,
    onKeyDown,
  };
}

function usePicked(max: number, busy: boolean, forget: () => void) {
  const input = useRef<HTMLInputElement>(null);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [said, setSaid] = useState<string>();
  const hush = () => {
    setSaid(undefined);
    forget();
  };
  const change = (names: readonly string[]) => {
    if (busy) return;
    setPicked(names);
    hush();
    input.current?.focus();
  };
  /** Gives all that are picked then; nobody when this one cannot be, which is said. */
  const add = (name: string): readonly string[] => {
    const wrong = picked.length >= max ? words().picker.too_many(max) : usernameProblem(name);
    if (wrong !== undefined) {
      setSaid(told(wrong));
      return [];
    }
    const names = picked.some((one) => one.toLowerCase() === name.toLowerCase()) ? picked : [...picked, name];
    change(names);
    return names;
  };
  return { input, picked, setPicked, change, said, hush, add };
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
function usePeople(without: ReadonlySet<number>): Member[] {
  const { members, channels } = useApp().store.view;
  const people = knownPeople({ members: members.value, channels: channels.value });
  return people.filter(({ user_id }) => !without.has(user_id));
}

interface ChipProps {
  name: string;
  /** Undefined when nobody one knows is called that. */
  person: Member | undefined;
  /** It stays for now. */
  busy: boolean;
  onRemove: () => void;
}

function Chip({ name: username, person, busy, onRemove }: ChipProps) {
  const name = person === undefined ? username : shownName(person);
  return html`<span class="chip" title="@${username}">
    <bdi>${name}</bdi>
    <button type="button" aria-label=${words().picker.remove(name)} aria-disabled=${busy} onClick=${onRemove}>
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

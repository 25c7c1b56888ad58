import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { closeSearch, submitSearch, typeSearch } from "../actions/search.ts";
import { type Completion, completionsFor } from "../state/search-completions.ts";
import type { Search } from "../state/search.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { SearchResults } from "./search-results.ts";

/** The search, in the place of the members. Esc closes it, and the focus goes back to where it was. */
export function SearchPanel() {
  const app = useApp();
  const panel = useRef<HTMLElement>(null);
  const search = app.store.view.search.value;
  // Looked at before the field, within, takes the focus.
  const [before] = useState(() => document.activeElement);
  useLayoutEffect(
    () => () => {
      const has_focus = panel.current?.contains(document.activeElement) !== false;
      if (has_focus && before instanceof HTMLElement) before.focus();
    },
    [],
  );
  if (search === null) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    closeSearch(app);
  };
  return html`<aside class="search" aria-label=${words().search.label} ref=${panel} onKeyDown=${onKeyDown}>
    <${SearchField} search=${search} />
    <${SearchResults} search=${search} />
  </aside>`;
}

function SearchField({ search }: { search: Search }) {
  const app = useApp();
  const { input, completions, at, pick, type, onKeyDown, shown, setShown } = useCompleting(search);
  return html`<form
    class="search-head"
    role="search"
    onSubmit=${(event: Event) => {
      event.preventDefault();
      setShown(false);
      submitSearch(app);
    }}
  >
    <div class="search-box">
      <${Icon} name="search" size=${18} />
      <input
        ref=${input}
        value=${search.text}
        role="combobox"
        aria-label=${words().search.field}
        aria-expanded=${shown}
        aria-controls="search-completions"
        aria-activedescendant=${shown && at >= 0 ? `search-completion-${at}` : undefined}
        aria-invalid=${search.problem !== null}
        aria-describedby="search-status"
        placeholder=${words().search.field}
        autocomplete="off"
        autocapitalize="none"
        spellcheck=${false}
        maxlength="2000"
        onInput=${(event: InputEvent) => type((event.currentTarget as HTMLInputElement).value)}
        onKeyDown=${onKeyDown}
      />
      <button
        type="button"
        class="icon-button icon-button-small"
        aria-label=${words().search.close}
        title=${words().search.close_title}
        onClick=${() => closeSearch(app)}
      >
        <${Icon} name="close" size=${18} />
      </button>
    </div>
    ${shown && html`<${Completions} completions=${completions} at=${at} onPick=${pick} />`}
  </form>`;
}

/** The field with what it offers: arrows choose, Tab or Enter takes, arrow down without an offer goes to the hits. */
function useCompleting(search: Search) {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState(-1);
  const [open, setShown] = useState(true);
  const { members, channels, me } = app.store.view;
  const completions = completionsFor(search.text, {
    members: members.value,
    channels: channels.value,
    me: me.value,
  });
  const shown = open && completions.length > 0 && (search.text === "" || !/\s$/.test(search.text));
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [search.focus_id]);
  const type = (text: string) => {
    setAt(-1);
    setShown(true);
    typeSearch(app, text);
  };
  const pick = ({ text }: Completion) => {
    type(text);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = completions[at];
    if (step !== undefined && shown)
      setAt((Math.max(at, step < 0 ? 0 : -1) + step + completions.length) % completions.length);
    else if (step === 1) focusFirstHit(event);
    else if ((event.key === "Enter" || event.key === "Tab") && shown && chosen !== undefined) pick(chosen);
    else return;
    event.preventDefault();
  };
  return { input, completions, at, pick, type, onKeyDown, shown, setShown };
}

const focusFirstHit = ({ currentTarget }: KeyboardEvent) =>
  (currentTarget as Element).closest(".search")?.querySelector<HTMLElement>(".hit")?.focus();

interface CompletionsProps {
  completions: readonly Completion[];
  at: number;
  onPick: (completion: Completion) => void;
}

function Completions({ completions, at, onPick }: CompletionsProps) {
  // Pressing would take the focus from the field.
  const press = (event: Event) => event.preventDefault();
  return html`<ul
    class="search-completions"
    id="search-completions"
    role="listbox"
    aria-label=${words().search.filters}
  >
    ${completions.map(
      (completion, place) =>
        html`<li
          key=${completion.label}
          id="search-completion-${place}"
          class="search-completion ${place === at ? "search-completion-chosen" : ""}"
          role="option"
          aria-selected=${place === at}
          onMouseDown=${press}
          onClick=${() => onPick(completion)}
        >
          <b>${completion.label}</b><span>${completion.hint}</span>
        </li>`,
    )}
  </ul>`;
}

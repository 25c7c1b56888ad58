import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { nextTone, noteEmoji } from "../actions/use-emoji.ts";
import {
  emoji_groups,
  emojiByGroup,
  emojiName,
  findEmoji,
  type PackedEmoji,
  reaction_emoji,
  withTone,
} from "../text/emoji.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { isOpener } from "./menu.ts";

/** As in the stylesheet. */
const columns = 8;
const found_max = 64;
const recent_group = -1;

interface EmojiPickerProps {
  label: string;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** All emoji by group, those used last first, or what a search finds: arrows move, Enter takes one, Esc and a press beside it close it. */
export function EmojiPicker({ label, onPick, onClose }: EmojiPickerProps) {
  const app = useApp();
  const ref = usePopup(onClose);
  const [typed, type] = useState("");
  const [group, setGroup] = useState(recent_group);
  const { emoji, recent_emoji, skin_tone } = app.store.view;
  const shown = emojiOf(emoji.value, typed, group, recent_emoji.value, skin_tone.value);
  const choose = (chosen: number) => {
    type("");
    setGroup(chosen);
  };
  const pick = (emoji: string | undefined) => {
    if (emoji === undefined) return;
    noteEmoji(app, emoji);
    onPick(emoji);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") return onClose();
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) pick(shown[0]);
    else if (!moveIn(ref.current, event)) return;
    event.preventDefault();
  };
  return html`<div
    class="menu emoji-picker"
    role="dialog"
    aria-label=${label}
    ref=${ref}
    onKeyDown=${onKeyDown}
  >
    <div class="emoji-head">
      <input
        aria-label=${words().emoji.search}
        placeholder=${words().emoji.search}
        autocomplete="off"
        value=${typed}
        onInput=${(event: InputEvent) => type((event.currentTarget as HTMLInputElement).value)}
      />
      <${ToneButton} />
    </div>
    <${Groups} chosen=${typed === "" ? group : undefined} onChoose=${choose} />
    <${Grid} key=${group} emoji=${shown} onPick=${pick} />
  </div>`;
}

function ToneButton() {
  const app = useApp();
  const label = words().emoji.skin_tone;
  return html`<button type="button" aria-label=${label} title=${label} onClick=${() => nextTone(app)}>
    ${withTone("✋", app.store.view.skin_tone.value)}
  </button>`;
}

function Groups({ chosen, onChoose }: { chosen: number | undefined; onChoose: (group: number) => void }) {
  return html`<div class="emoji-groups">
    ${[
      ["🕘", words().emoji.used_last],
      ...emoji_groups.map(([sign, name]) => [sign, words().emoji_names[name]]),
    ].map(
      ([sign, name], at) =>
        html`<button
          key=${name}
          type="button"
          aria-label=${name}
          title=${name}
          aria-pressed=${at + recent_group === chosen}
          onClick=${() => onChoose(at + recent_group)}
        >
          ${sign}
        </button>`,
    )}
  </div>`;
}

function Grid({ emoji, onPick }: { emoji: readonly string[]; onPick: (emoji: string) => void }) {
  const known = useApp().store.view.emoji.value;
  return html`<div class="emoji-grid">
    ${emoji.map((one) => {
      const name = emojiName(known, one);
      return html`<button
        key=${one}
        type="button"
        aria-label=${name}
        title=${name}
        onClick=${() => onPick(one)}
      >
        ${one}
      </button>`;
    })}
    ${emoji.length === 0 && html`<p role="status">${words().emoji.none_found}</p>`}
  </div>`;
}

function emojiOf(
  known: PackedEmoji | null,
  typed: string,
  group: number,
  recent: readonly string[],
  tone: number,
): string[] {
  if (typed.trim() === "" && group === recent_group)
    return [...new Set([...recent, ...reaction_emoji.map(([emoji]) => emoji)])];
  const found = typed.trim() === "" ? (emojiByGroup(known)[group] ?? []) : findEmoji(known, typed, found_max);
  return found.map(({ characters }) => withTone(characters, tone));
}

/** Arrows go through the grid; from its first row up, or from its begin left, to the search. False when the key is for something else. */
function moveIn(picker: HTMLElement | null, { key, target }: KeyboardEvent): boolean {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key];
  if (picker === null || step === undefined) return false;
  const buttons = [...picker.querySelectorAll<HTMLElement>(".emoji-grid button")];
  const at = buttons.indexOf(target as HTMLElement);
  if (at === -1 && step !== columns) return false;
  const next = at === -1 ? 0 : at + step;
  (next < 0 ? picker.querySelector("input") : buttons[Math.min(next, buttons.length - 1)])?.focus();
  return true;
}

/** The focus goes into the search, and back to where it was when this closes. */
function usePopup(onClose: () => void) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const picker = ref.current;
    const before = document.activeElement;
    picker?.querySelector("input")?.focus();
    const press = (event: Event) => {
      if (picker?.contains(event.target as Node) !== true && !isOpener(event)) onClose();
    };
    document.addEventListener("pointerdown", press, true);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      if (picker?.contains(document.activeElement) === true && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return ref;
}

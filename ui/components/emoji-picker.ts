import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { reaction_emoji } from "../text/emoji.ts";

const columns = 6;

/** The common reactions: arrows move, Enter takes one, Esc, Tab and a press beside it close it. */
export function EmojiPicker({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const picker = ref.current;
    const before = document.activeElement;
    picker?.querySelector("button")?.focus();
    const press = (event: Event) => {
      if (picker?.contains(event.target as Node) !== true) onClose();
    };
    document.addEventListener("pointerdown", press, true);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      if (picker?.contains(document.activeElement) === true && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") return onClose();
    const buttons = [...(ref.current?.querySelectorAll("button") ?? [])];
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement) + step;
    buttons[(at + buttons.length) % buttons.length]?.focus();
  };
  return html`<div
    class="menu emoji-picker"
    role="menu"
    aria-label="Choose a reaction"
    ref=${ref}
    onKeyDown=${onKeyDown}
  >
    ${reaction_emoji.map(
      ([emoji, name]) =>
        html`<button
          key=${emoji}
          type="button"
          role="menuitem"
          tabindex="-1"
          aria-label=${name}
          title=${name}
          onClick=${() => onPick(emoji)}
        >
          ${emoji}
        </button>`,
    )}
  </div>`;
}

import { html } from "htm/preact";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";

import { commands } from "../actions/commands.ts";
import { type Offer, offersAt, shortcodeAt } from "../state/offers.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { insertText } from "./text-area.ts";

const id_of_list = "composer-offers";

/** Of the row of a list of offers. */
export const idOf = (list_id: string, at: number): string => `${list_id}-${at}`;

/**
 * Offers what the word at the writing mark may become: arrows choose, Tab or Enter takes, Esc closes. The field is a
 * combobox only while there is something to choose; else it is a field of several lines, which a combobox cannot be.
 */
export function useOffers(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  const known = useKnown();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState({ text, caret, at: 0 });
  const [closed, setClosed] = useState(false);
  const { from, offers } = offersAt(text, caret, known, commands);
  const shown = !closed && offers.length > 0 && caret <= text.length;
  // What was chosen is so for this text only: the next letter begins at the top again.
  const at = chosen.text === text && chosen.caret === caret ? chosen.at : 0;
  const look = () => setCaret(field.current?.selectionStart ?? 0);
  const type = (event: InputEvent) => {
    look();
    setClosed(false);
    // Only when it is typed: taking the emoji back with Ctrl+Z brings the name.
    if (event.data === ":") drawShortcode(event.currentTarget as HTMLTextAreaElement, known);
  };
  const take = (offer: Offer | undefined) => {
    if (offer === undefined || field.current === null) return;
    field.current.setSelectionRange(from, caret);
    insertText(field.current, offer.text);
  };
  /** Whether the key was meant for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!shown || event.shiftKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen({ text, caret, at: (at + step + offers.length) % offers.length });
    else if (event.key === "Enter" || event.key === "Tab") take(offers[at]);
    else if (event.key === "Escape") setClosed(true);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const aria = shown && {
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": id_of_list,
    "aria-activedescendant": idOf(id_of_list, at),
  };
  return { list: shown && { offers, at, take }, aria, look, type, onKey };
}

function useKnown() {
  const { members, channels, emoji, skin_tone } = useApp().store.view;
  return {
    members: members.value,
    channels: channels.value,
    emoji: emoji.value,
    skin_tone: skin_tone.value,
  };
}

function drawShortcode(field: HTMLTextAreaElement, known: ReturnType<typeof useKnown>): void {
  const to = field.selectionStart;
  const named = shortcodeAt(field.value.slice(0, to), known);
  if (named === undefined) return;
  field.setSelectionRange(named.from, to);
  insertText(field, named.text);
}

interface OfferListProps {
  offers: readonly Offer[];
  at: number;
  take: (offer: Offer) => void;
  id?: string;
  kind?: string;
  label?: string;
}

export function OfferList({
  offers,
  at,
  take,
  id = id_of_list,
  kind = "menu menu-up",
  label = words().finding.offers,
}: OfferListProps) {
  return html`<ul class="${kind} offers" id=${id} role="listbox" aria-label=${label}>
    ${offers.map(
      (offer, place) =>
        html`<li
          key=${offer.text}
          id=${idOf(id, place)}
          class="menu-item"
          role="option"
          aria-selected=${place === at}
          onMouseDown=${(event: Event) => event.preventDefault()}
          onClick=${() => take(offer)}
        >
          <b>${offer.label}</b><span dir="auto">${offer.hint}</span>
        </li>`,
    )}
  </ul>`;
}

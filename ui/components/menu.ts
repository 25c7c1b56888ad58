import { html } from "htm/preact";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { Icon, type IconName } from "./icon.ts";

interface MenuProps {
  label: string;
  onClose: () => void;
  kind?: string;
  /** Begins with its first item, whatever is chosen in it. */
  from_top?: boolean;
  children?: ComponentChildren;
}

/**
 * A menu beside the button that opened it: arrows move, Home and End go to the ends, Esc, Tab and a press beside it
 * close it, and the focus goes back to where it was.
 */
export function Menu({ label, onClose, kind = "", from_top = false, children }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = ref.current;
    const before = document.activeElement;
    const chosen = from_top ? null : menu?.querySelector<HTMLElement>("[aria-checked=true]");
    (chosen ?? menu?.querySelector("button"))?.focus();
    const press = (event: Event) => {
      if (menu?.parentElement?.contains(event.target as Node) !== true && !isOpener(event)) onClose();
    };
    document.addEventListener("pointerdown", press, true);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      if (menu?.contains(document.activeElement) === true && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") return onClose();
    const items = [...(ref.current?.querySelectorAll("button") ?? [])];
    const next = neighbour(
      event.key,
      items.indexOf(document.activeElement as HTMLButtonElement),
      items.length,
    );
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  };
  return html`<div class="menu ${kind}" role="menu" aria-label=${label} ref=${ref} onKeyDown=${onKeyDown}>
    ${children}
  </div>`;
}

/** Whether the button was pressed that something is open beside: its click closes that. */
export const isOpener = ({ target }: Event): boolean =>
  (target as Element).closest("[aria-haspopup][aria-expanded=true]") !== null;

function neighbour(key: string, at: number, count: number): number | undefined {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  return to === undefined ? undefined : (to + count) % count;
}

interface MenuItemProps {
  onPick: () => void;
  icon?: IconName;
  /** One of several, of which one is chosen; left out for a plain item. */
  checked?: boolean;
  danger?: boolean;
  children?: ComponentChildren;
}

export function MenuItem({ onPick, icon, checked, danger = false, children }: MenuItemProps) {
  return html`<button
    type="button"
    class="menu-item ${danger ? "menu-danger" : ""}"
    role=${checked === undefined ? "menuitem" : "menuitemradio"}
    aria-checked=${checked}
    tabindex="-1"
    onClick=${onPick}
  >
    ${icon !== undefined && html`<${Icon} name=${icon} size=${18} />`}
    <span class="menu-words">${children}</span>
    ${checked === true && html`<${Icon} name="check" size=${16} />`}
  </button>`;
}

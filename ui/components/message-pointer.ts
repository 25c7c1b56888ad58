import { useState } from "preact/hooks";

import { focusComposer } from "./keys.ts";

/**
 * Which message is under the pointer or has the focus, by key, found from the events of the whole list. From a
 * message the arrows go to its neighbours, so that Tab has to stop at one only.
 */
export function useMessagePointer() {
  const [hovered, setHovered] = useState<string>();
  const [focused, setFocused] = useState<string>();
  return {
    hovered,
    focused,
    onPointerOver: (event: PointerEvent) => {
      if (event.pointerType !== "touch") setHovered(keyOf(event.target));
    },
    onPointerLeave: () => setHovered(undefined),
    onFocusIn: (event: FocusEvent) => setFocused(keyOf(event.target)),
    onFocusOut: () => setFocused(undefined),
    onKeyDown: moveFocus,
  };
}

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(".message") : null;

export const keyOf = (target: EventTarget | null): string | undefined => rowOf(target)?.dataset["key"];

function moveFocus(event: KeyboardEvent): void {
  const row = rowOf(event.target);
  if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    return focusComposer(document);
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>(".message") ?? [])];
  const next = rows[rows.indexOf(row) + step];
  if (next === undefined && step === 1) return focusComposer(document);
  next?.focus();
}

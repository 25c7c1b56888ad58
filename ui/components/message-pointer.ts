import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { focusComposer } from "./keys.ts";

/**
 * Which message was pointed at or focused last, by key, found from the events of the whole list. From a message
 * the arrows go to its neighbours, so that Tab has to stop at one only.
 */
export function useMessagePointer() {
  const [hot, setHot] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const last_place = useRef("");
  const focus = (key: string | undefined) => {
    setFocused(key);
    setHot(key);
  };
  // What had the focus may have gone from the page, which no event tells.
  useLayoutEffect(() => {
    if (focused === undefined || keyOf(document.activeElement) === focused) return undefined;
    // On its way from one message to another nothing has the focus for a moment: what is gone then stays gone.
    const timer = setTimeout(() => {
      const now = keyOf(document.activeElement);
      if (now !== focused) focus(now);
    });
    return () => clearTimeout(timer);
  });
  return {
    hot,
    focused,
    onPointerOver: (event: PointerEvent) => {
      const place = `${event.clientX} ${event.clientY}`;
      // The list has moved below a pointer that rests: nobody points at anything.
      if (event.pointerType === "touch" || place === last_place.current) return;
      last_place.current = place;
      setHot(keyOf(event.target));
    },
    onPointerLeave: () => setHot(undefined),
    onFocusIn: (event: FocusEvent) => focus(keyOf(event.target)),
    // Looks where the focus goes: on its way into the toolbar, that must stay.
    onFocusOut: (event: FocusEvent) => focus(keyOf(event.relatedTarget)),
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

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Row } from "../state/rows.ts";
import { focusComposer } from "./keys.ts";

/**
 * Which message was pointed at or focused last, by key, found from the events of the whole list. From a message
 * the arrows go to its neighbours, so that Tab has to stop at one only.
 */
export function useMessagePointer(rows: readonly Row[], focusRow: (key: string) => void) {
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
    // A finger always leaves when it is lifted, before its click.
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType !== "touch" && setHot(undefined),
    onFocusIn: (event: FocusEvent) => focus(keyOf(event.target)),
    // Looks where the focus goes: on its way into the toolbar, that must stay.
    onFocusOut: (event: FocusEvent) => focus(keyOf(event.relatedTarget)),
    onKeyDown: (event: KeyboardEvent) => moveFocus(event, rows, focusRow),
  };
}

/** Drawing may move what has the focus to another place among the rows, and so take the focus from it. */
export function useHeldFocus(list: RefObject<HTMLElement | null>): void {
  const had = document.activeElement;
  const is_here = had !== list.current && list.current?.contains(had) === true;
  useLayoutEffect(() => {
    if (is_here && had instanceof HTMLElement && had.isConnected && document.activeElement === document.body)
      had.focus({ preventScroll: true });
  });
}

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(".message") : null;

export const keyOf = (target: EventTarget | null): string | undefined => rowOf(target)?.dataset["key"];

function moveFocus(event: KeyboardEvent, all: readonly Row[], focusRow: (key: string) => void): void {
  const row = rowOf(event.target);
  if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    return focusComposer(document);
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = all.filter(({ type }) => type === "message");
  const next = rows[rows.findIndex(({ key }) => key === keyOf(row)) + step];
  if (next === undefined && step === 1) return focusComposer(document);
  if (next !== undefined) focusRow(next.key);
}

import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** So far the pointer may go before a press becomes a drag. */
const slack_px = 6;

interface Drag {
  id: number;
  /** The gap it would go into: 0 is above the first row. */
  gap: number;
}

/**
 * Takes rows of one height to another place with the pointer; a finger scrolls instead. The handlers belong to the
 * element that is as high as the list. Esc gives it up.
 */
export function useRowDrag(count: number, row_px: number, move: (id: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag>();
  const pressed = useRef<{ id: number; y: number } | undefined>(undefined);
  const end = () => {
    pressed.current = undefined;
    setDrag(undefined);
  };
  useLayoutEffect(() => {
    if (drag === undefined) return undefined;
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    };
    addEventListener("keydown", giveUp, true);
    return () => removeEventListener("keydown", giveUp, true);
  }, [drag === undefined]);
  const handlers = {
    onPointerDown(event: PointerEvent) {
      const id = rowId(event.target);
      if (id !== undefined && event.button === 0 && event.pointerType !== "touch")
        pressed.current = { id, y: event.clientY };
    },
    onPointerMove(event: PointerEvent) {
      if (pressed.current === undefined) return;
      const list = event.currentTarget as HTMLElement;
      if (drag === undefined && Math.abs(event.clientY - pressed.current.y) < slack_px) return;
      if (drag === undefined) list.setPointerCapture(event.pointerId);
      const rows = (event.clientY - list.getBoundingClientRect().top) / row_px;
      const gap = Math.min(Math.max(Math.round(rows), 0), count);
      if (drag?.gap !== gap) setDrag({ id: pressed.current.id, gap });
    },
    onPointerUp(event: PointerEvent) {
      const from = drag && fromOf(event.currentTarget as HTMLElement, drag.id);
      end();
      if (drag !== undefined && from !== undefined) move(drag.id, drag.gap > from ? drag.gap - 1 : drag.gap);
    },
    onPointerCancel: end,
  };
  return { drag, handlers };
}

function rowId(target: EventTarget | null): number | undefined {
  const item =
    target instanceof Element && target.closest(".row") ? target.closest<HTMLElement>("[data-id]") : null;
  return item === null ? undefined : Number(item.dataset["id"]);
}

/** The place of a row as the list tells it to readers. */
function fromOf(list: HTMLElement, id: number): number | undefined {
  const place = list.querySelector(`[data-id="${id}"]`)?.getAttribute("aria-posinset");
  return typeof place === "string" ? Number(place) - 1 : undefined;
}

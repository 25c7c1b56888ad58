import { html } from "htm/preact";
import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Rows drawn at a time, so that not every step of a wheel draws. */
const step_rows = 5;
/** Rows further than this out of view are not drawn. */
const beyond_px = 400;

interface FixedListProps<T> {
  items: readonly T[];
  keyOf(item: T): number;
  /** All rows are this high, with what is between them. */
  row_px: number;
  /** What is in a row, without a key. */
  row(item: T): VNode;
  testid?: string;
  label?: string;
}

/** A list of which only the rows near the view are drawn. It is to be within an element marked as `data-scroller`. */
export function FixedList<T>({ items, keyOf, row_px, row, testid, label }: FixedListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const { from, to } = useSpan(list, row_px);
  const [focused, setFocused] = useState<number>();
  return html`<ul
    class="list-fixed"
    ref=${list}
    data-testid=${testid}
    aria-label=${label}
    style=${{ height: `${items.length * row_px}px` }}
    onFocusIn=${(event: FocusEvent) => setFocused(idOf(event.target))}
    onFocusOut=${(event: FocusEvent) => setFocused(idOf(event.relatedTarget))}
  >
    ${items.map((item, at) => {
      const id = keyOf(item);
      // What has the focus keeps it, wherever one scrolls.
      if ((at < from || at >= to) && id !== focused) return null;
      return html`<li
        key=${id}
        data-id=${id}
        aria-setsize=${items.length}
        aria-posinset=${at + 1}
        style=${{ top: `${at * row_px}px` }}
      >
        ${row(item)}
      </li>`;
    })}
  </ul>`;
}

function idOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-id]") : null;
  return row === null ? undefined : Number(row.dataset["id"]);
}

/** Which rows are near the view: looked at anew after a scrolling, a change of a size, and a drawing. */
function useSpan(list: { current: HTMLElement | null }, row_px: number) {
  const [span, setSpan] = useState(() => ({ from: 0, to: Math.ceil((innerHeight + beyond_px) / row_px) }));
  const look = () => {
    const scroller = list.current?.closest("[data-scroller]");
    if (list.current === null || scroller === null || scroller === undefined) return;
    const view = scroller.getBoundingClientRect();
    const above_px = view.top - list.current.getBoundingClientRect().top;
    const rowAt = (place_px: number) => Math.max(0, Math.floor(place_px / row_px));
    const from = rowAt(above_px - beyond_px);
    const to = rowAt(above_px + view.height + beyond_px) + 1;
    const is_near = Math.abs(from - span.from) < step_rows && Math.abs(to - span.to) < step_rows;
    if (!is_near) setSpan({ from, to });
  };
  const latest = useRef(look);
  latest.current = look;
  useLayoutEffect(look);
  useLayoutEffect(() => {
    const scroller = list.current?.closest("[data-scroller]");
    if (scroller === null || scroller === undefined) return undefined;
    const run = () => latest.current();
    const observer = new ResizeObserver(run);
    // What stands above in the same scroller moves this list.
    for (const element of [scroller, ...scroller.children]) observer.observe(element);
    scroller.addEventListener("scroll", run, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", run);
    };
  }, []);
  return span;
}

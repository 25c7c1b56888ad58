import { useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";

import { setAtEnd } from "../actions/attention.ts";
import { loadNewer, loadOlder } from "../actions/load-messages.ts";
import { keepPlace } from "../actions/places.ts";
import type { App } from "../app.ts";
import type { Row } from "../state/rows.ts";
import { type Anchor, RowWindow } from "./row-window.ts";
import { type LinePlace, ScrollKeeper } from "./scroll-keeper.ts";

/** Scrolled up further than this, the way back to the end is offered even without news. */
const far_px = 1_500;

/** Says which rows are to be drawn and keeps the list in place; runs after every drawing, because any may have changed the rows. */
export function useScroll(app: App, channel_id: number, rows: readonly Row[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper>(null);
  const [far, setFar] = useState(false);
  const [line, setLine] = useState<LinePlace>("none");
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);
  const { jump, at_end } = app.store.view;
  const window = useMemo(() => firstWindow(app, channel_id, rows), []);
  const was_at_end = useRef(false);
  if (at_end.value) window.anchor = "end";
  const span = window.show(rows, isSelecting(content.current));
  keeper.current?.makeRoom();
  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const made = new ScrollKeeper(scroller.current, content.current, window, {
      isAtEnd: () => app.store.state.at_end,
      scrolled: (is_at_end, distance_px) => {
        const is_newest = app.store.state.timelines.get(channel_id)?.has_newer !== true;
        was_at_end.current = is_at_end && is_newest;
        setAtEnd(app, was_at_end.current);
        keepPlace(app, channel_id, was_at_end.current ? undefined : placeOf(window));
        setFar(distance_px > far_px);
        setLine(keeper.current?.linePlace(app.store.state.attentive) ?? "none");
      },
      nearStart: () => void loadOlder(app, channel_id),
      nearEnd: () => void loadNewer(app, channel_id),
      redraw: () => redraw(),
    });
    keeper.current = made;
    made.place();
    return () => made.stop();
  }, []);
  useLayoutEffect(() => keeper.current?.restore());
  useLayoutEffect(() => {
    const row = rows.find((one) => one.type === "message" && one.message?.seq === jump.value?.seq);
    if (jump.value !== null && row !== undefined) keeper.current?.reveal(row.key, true);
  }, [jump.value?.id]);
  return {
    scroller,
    content,
    span,
    far,
    line,
    focusRow: (key: string) => keeper.current?.focusRow(key),
    onScroll: () => keeper.current?.look(),
  };
}

/** Begins where one was before, else with the line before what is new a third down, else at the end. */
function firstWindow(app: App, channel_id: number, rows: readonly Row[]): RowWindow {
  const made = new RowWindow(innerHeight);
  const place = app.store.state.places.get(channel_id);
  const row = rows.find((one) => one.type === "message" && one.message?.seq === place?.seq);
  const line = rows.find(({ type }) => type === "new");
  const begin = (key: string, offset_px: number): Anchor => ({ key, offset_px });
  if (place !== undefined && row !== undefined) made.anchor = begin(row.key, place.offset_px);
  else if (line !== undefined) made.anchor = begin(line.key, innerHeight / 3);
  return made;
}

/** Where one is in the list. */
function placeOf({ anchor, rows }: RowWindow) {
  const row = anchor === "end" ? undefined : rows.find(({ key }) => key === anchor.key);
  if (anchor === "end" || row?.type !== "message" || row.message === undefined) return undefined;
  return { seq: row.message.seq, offset_px: anchor.offset_px };
}

/** What is selected has to stay, also when it is scrolled out of view. */
function isSelecting(content: Element | null): boolean {
  const selection = getSelection();
  return selection?.isCollapsed === false && content?.contains(selection.anchorNode) === true;
}

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { setAtEnd } from "../actions/attention.ts";
import { loadNewer, loadOlder } from "../actions/load-messages.ts";
import type { App } from "../app.ts";
import { type LinePlace, ScrollKeeper } from "./scroll-keeper.ts";

/** Scrolled up further than this, the way back to the end is offered even without news. */
const far_px = 1_500;

/** Keeps the list in place; runs after every drawing, because any may have changed the rows. */
export function useScroll(app: App, channel_id: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper>(null);
  const [far, setFar] = useState(false);
  const [line, setLine] = useState<LinePlace>("none");
  const jump = app.store.view.jump.value;
  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const made = new ScrollKeeper(scroller.current, content.current, {
      isAtEnd: () => app.store.state.at_end,
      scrolled: (at_end, distance_px) => {
        const is_newest = app.store.state.timelines.get(channel_id)?.has_newer !== true;
        setAtEnd(app, at_end && is_newest);
        setFar(distance_px > far_px);
        setLine(keeper.current?.linePlace(app.store.state.attentive) ?? "none");
      },
      nearStart: () => void loadOlder(app, channel_id),
      nearEnd: () => void loadNewer(app, channel_id),
    });
    keeper.current = made;
    made.place();
    return () => made.stop();
  }, []);
  useLayoutEffect(() => keeper.current?.restore());
  useLayoutEffect(() => {
    if (jump !== null) keeper.current?.reveal(jump.seq);
  }, [jump?.id]);
  return {
    scroller,
    content,
    far,
    line,
    onScroll: () => keeper.current?.look(),
  };
}

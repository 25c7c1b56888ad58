import { effect } from "@preact/signals";

import type { App } from "../app.ts";
import { closeDrawers } from "./drawers.ts";

/** On a narrow page, a phone's, the way back closes what lies over the conversation, rather than leave the page. */
export function watchBack(app: App, page: Window): void {
  const { view } = app.store;
  const over = [
    view.sidebar_shown,
    view.members_shown,
    view.search,
    view.pins,
    view.picture_id,
    view.dialog,
  ] as const;
  let is_ahead = false;
  effect(() => {
    const wanted = view.narrow.value && view.screen.value === "chat" && over.some(({ value }) => value);
    if (wanted === is_ahead) return;
    is_ahead = wanted;
    if (wanted) page.history.pushState(null, "");
    else page.history.back();
  });
  page.addEventListener("popstate", () => {
    if (!is_ahead) return;
    is_ahead = false;
    closeDrawers(app);
    app.store.commit({ pins: null, picture_id: null, dialog: null });
  });
}

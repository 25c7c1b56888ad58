import { effect } from "@preact/signals";

import type { Servers } from "../servers.ts";
import { nothing_open } from "../state/dialogs.ts";
import { closeDrawers } from "./drawers.ts";

/** On a narrow page, a phone's, the way back closes what lies over the conversation, rather than leave the page. */
export function watchBack({ shown }: Pick<Servers, "shown">, page: Window): void {
  let is_ahead = false;
  effect(() => {
    const { view } = shown.value.store;
    const { sidebar_shown, members_shown, search, pins } = view;
    const opened = Object.keys(nothing_open).map((key) => view[key as keyof typeof nothing_open]);
    const over = [sidebar_shown, members_shown, search, pins, ...opened];
    const wanted = view.narrow.value && view.screen.value === "chat" && over.some(({ value }) => value);
    if (wanted === is_ahead) return;
    is_ahead = wanted;
    if (wanted) page.history.pushState(null, "");
    else page.history.back();
  });
  page.addEventListener("popstate", () => {
    if (!is_ahead) return;
    is_ahead = false;
    closeDrawers(shown.value);
    shown.value.store.commit({ pins: null, ...nothing_open });
  });
}

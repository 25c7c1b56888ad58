import { jumpBack, jumpToPresent } from "../actions/jump.ts";
import { cancelReply } from "../actions/message-changes.ts";
import { openNeighbour } from "../actions/open-channel.ts";
import { closePins } from "../actions/pins.ts";
import { attempt } from "../actions/say.ts";
import { closeSearch, openSearch } from "../actions/search.ts";
import { dismissUnread } from "../actions/unread.ts";
import type { App } from "../app.ts";

/** Keys that work wherever the focus is: Alt+Up and Alt+Down change the channel, Alt+Left goes back to an answer, Ctrl+F searches, Esc goes back to the present, letters go into the composer. */
export function listenToKeys(app: App, page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (app.store.state.screen !== "chat" || page.querySelector("dialog[open]") !== null) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      return openNeighbour(app, event.key === "ArrowUp" ? -1 : 1);
    }
    if (event.altKey && event.key === "ArrowLeft" && app.store.state.came_from.length > 0) {
      if (isField(event.target)) return;
      event.preventDefault();
      return attempt(app, jumpBack(app));
    }
    if (isFind(event)) {
      event.preventDefault();
      return openSearch(app);
    }
    if (event.key === "Escape") return dismiss(app);
    if (writes(event) && !isField(event.target)) focusComposer(page);
  });
  page.addEventListener("paste", (event) => {
    if (app.store.state.screen === "chat" && !isField(event.target)) focusComposer(page);
  });
}

/** Puts the writing mark into the composer, if it is on screen. */
export function focusComposer(page: Document): void {
  page.querySelector<HTMLTextAreaElement>("#composer")?.focus();
}

function dismiss(app: App): void {
  if (app.store.state.composer_error !== null) return app.store.commit({ composer_error: null });
  const { open_channel_id, pins, replies, search } = app.store.state;
  if (pins !== null) return closePins(app);
  if (search !== null) return closeSearch(app);
  if (open_channel_id !== null && replies.has(open_channel_id)) return cancelReply(app, open_channel_id);
  dismissUnread(app);
  attempt(app, jumpToPresent(app));
}

const isFind = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "f";

const writes = (event: KeyboardEvent): boolean =>
  !event.ctrlKey && !event.altKey && !event.metaKey && [...event.key].length === 1 && event.key !== " ";

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches("input, textarea, select, dialog *");

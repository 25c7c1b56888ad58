import { jumpBack, jumpToPresent } from "../actions/jump.ts";
import { cancelReply } from "../actions/message-changes.ts";
import { openNeighbour } from "../actions/open-channel.ts";
import { closePins } from "../actions/pins.ts";
import { attempt } from "../actions/say.ts";
import { closeSearch, openSearch } from "../actions/search.ts";
import { dismissUnread } from "../actions/unread.ts";
import type { App } from "../app.ts";
import { focusNextRow, focusRegion } from "./regions.ts";

/** The keys and what they do, in words; then, for those that work wherever the focus is, which event it is and what is done. */
type KeyRow = readonly [
  keys: string,
  words: string,
  fits?: (event: KeyboardEvent, app: App) => boolean,
  act?: (app: App, event: KeyboardEvent) => void,
];

/** What the keys do, for the page and for the sheet that tells people. */
export const key_table: readonly KeyRow[] = [
  ["Enter", "Send; Shift: new line"],
  ["@ # : /", "Names, channels, emoji and commands: ↑ ↓, then Tab or Enter"],
  ["Ctrl + B / I", "Bold or italic"],
  ["↑", "Edit your last message, in an empty field"],
  ["Shift + Tab", "To the messages; there Tab to act"],
  [
    "Alt + ↑ / ↓",
    "Previous or next channel; Shift: unread",
    (event) => event.altKey && /^Arrow(Up|Down)$/.test(event.key),
    (app, event) => openNeighbour(app, event.key === "ArrowUp" ? -1 : 1, event.shiftKey),
  ],
  [
    "Ctrl + K",
    "Go to a channel or person",
    (event) => isControl(event) && !event.shiftKey && event.key.toLowerCase() === "k",
    (app) => app.store.commit({ dialog: "switch" }),
  ],
  [
    "Alt + ←",
    "Back to the reply you came from",
    (event, app) =>
      event.altKey &&
      event.key === "ArrowLeft" &&
      app.store.state.came_from.length > 0 &&
      !isField(event.target),
    (app) => attempt(app, jumpBack(app)),
  ],
  [
    "F6",
    "Channels, messages, field, members or search; Shift: back",
    ({ key }) => key === "F6",
    (_, event) => focusRegion(document, event.shiftKey ? -1 : 1),
  ],
  [
    "↑ / ↓",
    "Among channels, people and messages",
    (event) => /^Arrow(Up|Down)$/.test(event.key) && (event.target as Element).matches(".row"),
    (_, event) => focusNextRow(event.target as Element, event.key === "ArrowUp" ? -1 : 1),
  ],
  [
    "Page ↑ / ↓",
    "Scroll the messages",
    (event) =>
      /^Page(Up|Down)$/.test(event.key) &&
      !event.shiftKey &&
      !event.ctrlKey &&
      (event.target as Element).matches("body, #composer"),
    (_, event) => {
      const list = document.querySelector("[role=log]");
      list?.scrollBy(0, (event.key === "PageUp" ? -0.9 : 0.9) * list.clientHeight);
    },
  ],
  [
    "Ctrl + F",
    'Search messages: from:ana, in:general, before:2026-11-25, has:link, "these words", -without',
    (event) => isControl(event) && !event.shiftKey && event.key.toLowerCase() === "f",
    openSearch,
  ],
  [
    "Ctrl + /, ?",
    "These keys",
    // On many keyboards the slash itself needs Shift. Within a field the question mark is text.
    (event) => (isControl(event) && event.key === "/") || (event.key === "?" && !isField(event.target)),
    (app) => app.store.commit({ dialog: "help" }),
  ],
  ["Esc", "Close what is open, mark as read, go to the end", (event) => event.key === "Escape", dismiss],
];

/** Runs the table; letters go into the composer. */
export function listenToKeys(app: App, page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (app.store.state.screen !== "chat" || page.querySelector("dialog[open]") !== null) return;
    const row = key_table.find((one) => one[2]?.(event, app));
    if (row !== undefined) {
      if (event.key !== "Escape") event.preventDefault();
      return row[3]?.(app, event);
    }
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

const isControl = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.altKey;

const writes = (event: KeyboardEvent): boolean =>
  !event.ctrlKey && !event.altKey && !event.metaKey && [...event.key].length === 1 && event.key !== " ";

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches("input, textarea, select, dialog *");

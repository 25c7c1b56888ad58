import { jumpBack, jumpToPresent } from "../actions/jump.ts";
import { cancelReply } from "../actions/message-changes.ts";
import { openNeighbour } from "../actions/open-channel.ts";
import { closePins } from "../actions/pins.ts";
import { attempt } from "../actions/say.ts";
import { closeSearch, openSearch } from "../actions/search.ts";
import { showNeighbour } from "../actions/servers.ts";
import { openSettings } from "../actions/settings.ts";
import { escapeForm } from "../actions/sign-in.ts";
import { dismissUnread } from "../actions/unread.ts";
import { zoomByKey } from "../actions/zoom.ts";
import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";
import { isFresh } from "../state/rail.ts";
import type { Words } from "../words/english.ts";
import { focusNextRow, focusRegion } from "./regions.ts";

/** What the words of the keys have; then, for those that work wherever the focus is, which event it is and what is done. */
type KeyRow = readonly [
  name: keyof Words["keys"],
  fits?: (event: KeyboardEvent, app: App) => boolean,
  act?: (app: App, event: KeyboardEvent) => void,
];

/** What the keys do, for the page and for the sheet that tells people. */
export const key_table: readonly KeyRow[] = [
  ["send"],
  ["complete"],
  ["mark"],
  ["edit_last"],
  ["to_messages"],
  [
    "neighbour",
    (event) => event.altKey && /^Arrow(Up|Down)$/.test(event.key),
    (app, event) => openNeighbour(app, event.key === "ArrowUp" ? -1 : 1, event.shiftKey),
  ],
  [
    "switch",
    (event) => isControl(event) && !event.shiftKey && event.key.toLowerCase() === "k",
    (app) => app.store.commit({ dialog: "switch" }),
  ],
  // Acted on wherever one is, where the window can: see zoomByKey.
  ["zoom"],
  ["settings", (event) => isControl(event) && event.key === ",", (app) => openSettings(app)],
  [
    "back",
    (event, app) =>
      event.altKey &&
      event.key === "ArrowLeft" &&
      app.store.state.came_from.length > 0 &&
      !isField(event.target),
    (app) => attempt(app, jumpBack(app)),
  ],
  // Acted on wherever one is, also before one is signed in: see goAmongServers.
  ["server"],
  ["region", ({ key }) => key === "F6", (_, event) => focusRegion(document, event.shiftKey ? -1 : 1)],
  [
    "arrange",
    (event) =>
      isControl(event) && event.shiftKey && /^Arrow(Up|Down)$/.test(event.key) && isInSidebar(event.target),
    (app, event) => moveRow(app, event.target as HTMLElement, event.key === "ArrowUp" ? -1 : 1),
  ],
  [
    "row",
    (event) => /^Arrow(Up|Down)$/.test(event.key) && (event.target as Element).matches(".row"),
    (_, event) => focusNextRow(event.target as Element, event.key === "ArrowUp" ? -1 : 1),
  ],
  [
    "scroll",
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
  ["search", (event) => isControl(event) && !event.shiftKey && event.key.toLowerCase() === "f", openSearch],
  [
    "help",
    // On many keyboards the slash itself needs Shift. Within a field the question mark is text.
    (event) => (isControl(event) && event.key === "/") || (event.key === "?" && !isField(event.target)),
    (app) => app.store.commit({ dialog: "help" }),
  ],
  ["dismiss", (event) => event.key === "Escape", dismiss],
];

/** Runs the table; letters go into the composer. What an input method takes (229 in WebKit) is a key to nothing in the page. */
export function listenToKeys(servers: Servers, page: Document): void {
  const hide = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) event.stopPropagation();
  };
  page.addEventListener("keydown", hide, true);
  page.addEventListener("keydown", (event) => {
    const app = servers.shown.value;
    if (zoomByKey(app, event, window)) return event.preventDefault();
    if (goAmongServers(servers, event, page)) return event.preventDefault();
    if (app.store.state.screen !== "chat" || page.querySelector("dialog[open]") !== null) return;
    const row = key_table.find((one) => one[1]?.(event, app));
    if (row !== undefined) {
      if (event.key !== "Escape") event.preventDefault();
      return row[2]?.(app, event);
    }
    if (writes(event) && !isField(event.target)) focusComposer(page);
  });
  page.addEventListener("paste", (event) => {
    if (servers.shown.value.store.state.screen === "chat" && !isField(event.target)) focusComposer(page);
  });
}

/** Whether it was a key for that. A question about a certificate keeps nobody from the other servers. */
function goAmongServers(servers: Servers, event: KeyboardEvent, page: Document): boolean {
  const { list, shown } = servers;
  const { trust } = shown.value.store.state;
  if (list.value.length < 2 || (trust === null && page.querySelector("dialog[open]") !== null)) return false;
  if (event.key === "Escape" && trust === null && isFresh(shown.value)) {
    escapeForm(shown.value);
    return true;
  }
  if (!event.ctrlKey && !event.metaKey) return false;
  if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
    showNeighbour(servers, event.key === "ArrowUp" ? -1 : 1);
    return true;
  }
  const app = /^[1-9]$/.test(event.key) && !event.altKey ? list.value[Number(event.key) - 1] : undefined;
  if (app !== undefined) servers.show(app);
  return app !== undefined;
}

/** Puts the writing mark into the composer, if it is on screen. */
export function focusComposer(page: Document): void {
  page.querySelector<HTMLTextAreaElement>("#composer")?.focus();
}

/** The row may be put elsewhere in the page by it: the focus goes with it. */
function moveRow(app: App, row: HTMLElement, by: 1 | -1): void {
  const id = row.closest<HTMLElement>("[data-id]")?.dataset["id"];
  const list = row.closest(".list-fixed");
  if (id === undefined || !app.arranger.step(Number(id), by)) return;
  app.timers.after(0, () => list?.querySelector<HTMLElement>(`[data-id="${id}"] .row`)?.focus());
}

const isInSidebar = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches(".sidebar .row");

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

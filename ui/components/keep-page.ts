import type { State } from "../state/state.ts";

/**
 * Keeps the page where it is. What is dropped on a page is opened in its place, and in the native window a
 * reload would leave nothing: that page has no address to be fetched from again.
 */
export function keepPage(place: () => State["place"], page: Document): void {
  const in_window = () => place() === "window";
  for (const type of ["dragover", "drop"] as const)
    page.addEventListener(type, (event) => {
      if (!isField(event.target) || event.dataTransfer?.types.includes("Files") === true)
        event.preventDefault();
    });
  page.addEventListener("contextmenu", (event) => {
    if (in_window() && !isField(event.target) && page.getSelection()?.isCollapsed !== false)
      event.preventDefault();
  });
  page.addEventListener("keydown", (event) => {
    if (in_window() && reloads(event)) event.preventDefault();
  });
}

const reloads = (event: KeyboardEvent): boolean =>
  event.key === "F5" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "r");

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches("input, textarea");

const tabbable = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";

/**
 * Keeps the focus in the page of the native window: where Tab would leave it, there is nothing else in the window, and
 * WebKit hears no key any more until it is clicked. Past the last comes the first; from nowhere, the next after what was
 * clicked.
 */
export function keepTabInside(is_window: () => boolean, page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (!isTab(event) || event.defaultPrevented || event.ctrlKey || event.altKey || !is_window()) return;
    const stop = nextStop(page, event.shiftKey ? -1 : 1);
    if (stop === undefined) return;
    event.preventDefault();
    stop.focus({ focusVisible: true });
  });
}

/** With Shift X11 calls the key by another name, which WebKit does not know. */
const isTab = ({ key, code }: KeyboardEvent): boolean => key === "Tab" || code === "Tab";

/** Where the focus goes if the page has to say it; undefined where the browser finds a way of its own. */
function nextStop(page: Document, step: 1 | -1): HTMLElement | undefined {
  const dialogs = page.querySelectorAll("dialog:modal");
  const stops = stopsIn(dialogs[dialogs.length - 1] ?? page.body);
  const first = stops.at(step === 1 ? 0 : -1);
  const { activeElement } = page;
  if (activeElement !== null && activeElement !== page.body) {
    const isAfter = (one: Element) => follows(one, activeElement, step);
    return stops.some(isAfter) ? undefined : first;
  }
  const clicked = page.getSelection()?.anchorNode;
  if (!clicked) return first;
  const after = stops.filter((one) => follows(one, clicked, step));
  return after.at(step === 1 ? 0 : -1) ?? first;
}

/** Whether an element comes after a place in the page, or before it. */
function follows(element: Element, place: Node, step: 1 | -1): boolean {
  const { DOCUMENT_POSITION_FOLLOWING, DOCUMENT_POSITION_PRECEDING } = Node;
  const wanted = step === 1 ? DOCUMENT_POSITION_FOLLOWING : DOCUMENT_POSITION_PRECEDING;
  const position = place.compareDocumentPosition(element);
  // What the place lies in comes before it.
  return (position & wanted) !== 0;
}

/** All that Tab stops at, in order. */
const stopsIn = (root: Element): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(tabbable)].filter(
    (one) =>
      one.tabIndex >= 0 &&
      !one.matches(":disabled, [inert] *") &&
      one.checkVisibility({ visibilityProperty: true }) &&
      !isSkippedRadio(one),
  );

/** Of radio buttons of one name Tab stops at the chosen one. */
const isSkippedRadio = (one: HTMLElement): boolean =>
  one instanceof HTMLInputElement &&
  one.type === "radio" &&
  !one.checked &&
  [
    ...(one.closest("fieldset, form") ?? document).querySelectorAll<HTMLInputElement>("input[type=radio]"),
  ].some((other) => other.name === one.name && other.checked);

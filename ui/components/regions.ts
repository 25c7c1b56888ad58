/** The parts of the chat from left to right, and what gets the focus in each where nothing is marked as open. */
const regions: readonly (readonly [region: string, stop: string])[] = [
  [".rail", ".rail-stop"],
  [".sidebar", ".row"],
  [".message-area", ".message[tabindex='0']"],
  [".composer", "#composer"],
  [".members", ".row"],
  [".search", "input"],
];

/** Puts the focus into the next part on screen, or the one before. */
export function focusRegion(page: Document, step: 1 | -1): void {
  const stops = regions.flatMap(([region, stop]) => {
    const element = page.querySelector(region);
    const here = element?.querySelector<HTMLElement>("[aria-current]");
    const focus = here ?? element?.querySelector<HTMLElement>(stop);
    return element && focus?.checkVisibility({ visibilityProperty: true }) ? [{ element, focus }] : [];
  });
  const at = stops.findIndex(({ element }) => element.contains(page.activeElement));
  // From nowhere to the first or the last.
  const from = at === -1 && step === -1 ? 0 : at;
  stops[(from + step + stops.length) % stops.length]?.focus.focus({ focusVisible: true });
}

/** From a channel or a member to the next one, or the one before. */
export function focusNextRow(row: Element, step: 1 | -1): void {
  const rows = [...(row.closest(".sidebar, .members")?.querySelectorAll<HTMLElement>(".row") ?? [])];
  rows[rows.indexOf(row as HTMLElement) + step]?.focus({ focusVisible: true });
}

import type { Locator } from "playwright-core";

/**
 * Scrolls up and down a list of which only what is near the view is drawn, until as many rows have been drawn as there are.
 * Rows are told apart by an attribute of theirs.
 */
export function seeAll(scroller: Locator, row: string, attribute: string, count: number): Promise<void> {
  return scroller.evaluate(
    async (element, { row, attribute, count }) => {
      const seen = new Set<string>();
      for (let direction = -1; ;) {
        for (const each of element.querySelectorAll(row)) seen.add(each.getAttribute(attribute) ?? "");
        if (seen.size >= count) return;
        const before = element.scrollTop;
        element.scrollTop += (direction * element.clientHeight) / 2;
        if (element.scrollTop === before) direction = -direction;
        // What a step brings into view is drawn in the frame after the one that hears of it.
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      }
    },
    { row, attribute, count },
  );
}

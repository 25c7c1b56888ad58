import axe from "axe-core";
import type { Page } from "playwright-core";

import type { Preferences } from "../../src/protocol/preferences.ts";

/** What axe finds on a page that is serious: the rule, and where it is broken. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
      // It takes the letter in a face for part of what a button says.
      rules: { "label-content-name-mismatch": { enabled: false } },
    }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** The page as it is, in another theme: what a theme changes is its colours alone. */
export const showTheme = (page: Page, theme: Preferences["theme"]): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset["theme"] = name;
  }, theme);

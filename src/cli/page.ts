import type { PageParts } from "../protocol/bridge.ts";

/** The page in one HTML string, and what lies beside it. Set by build.ts, so that the executable has them within. */
declare const BUILD_PAGE: string | undefined;
declare const BUILD_EMOJI: string;

/** The page; from sources it is built anew at each start. */
export async function loadPage(): Promise<{ html: string; parts: PageParts }> {
  // Not written as an early return: in this form the bundler sees that the import is dead, and leaves it out.
  const { html, parts } =
    typeof BUILD_PAGE === "string"
      ? { html: BUILD_PAGE, parts: { emoji: BUILD_EMOJI } }
      : await import("../../ui/build-page.ts").then(({ buildPage }) => buildPage());
  return { html, parts };
}

/** The page in one HTML string. Set by build.ts, so that the executable has it within. */
declare const BUILD_PAGE: string | undefined;

/** The page; from sources it is built anew at each start. */
export async function loadPage(): Promise<string> {
  // Not written as an early return: in this form the bundler sees that the import is dead, and leaves it out.
  const { html } =
    typeof BUILD_PAGE === "string"
      ? { html: BUILD_PAGE }
      : await import("../../ui/build-page.ts").then(({ buildPage }) => buildPage());
  return html;
}

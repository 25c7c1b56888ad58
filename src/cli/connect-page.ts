/** The page in one HTML string. Set by build.ts, so that the executable has it within. */
declare const BUILD_PAGE: string | undefined;

/** The page; from sources it is built anew at each start. */
export async function loadPage(): Promise<string> {
  if (typeof BUILD_PAGE === "string") return BUILD_PAGE;
  const { buildPage } = await import("../../ui/build-page.ts");
  const { html } = await buildPage();
  return html;
}

import type { Preferences } from "../protocol/preferences.ts";

/** The page with the look to begin with, so that it is not drawn in another one before it hears from its host. */
export const withLook = (page_html: string, { theme, zoom }: Preferences): string =>
  page_html.replace("<html ", `<html data-theme="${theme}" data-zoom="${zoom}" `);

import type { Preferences } from "../protocol/preferences.ts";

/** The page with the theme to begin with, so that it is not drawn in another one before it hears from its host. */
export const withTheme = (page_html: string, { theme }: Preferences): string =>
  page_html.replace("<html ", `<html data-theme="${theme}" `);

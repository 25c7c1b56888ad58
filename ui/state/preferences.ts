import { signal } from "@preact/signals";

import { type Preferences, readPreferences } from "../../src/protocol/preferences.ts";

/** How the person wants the page. One for the page, whatever servers it shows; `choosePreference` sets it. */
export const preferences = signal<Preferences>(readPreferences(undefined));

/**
 * The languages of the system, the first one first; a process that is no page knows none. A web view names what the environment
 * has for one: of LANG=C.UTF-8 it makes "c", which no date can be written in.
 */
export const systemLanguages = (): readonly string[] =>
  ((navigator as Partial<Navigator>).languages ?? []).filter((tag) =>
    /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(tag),
  );

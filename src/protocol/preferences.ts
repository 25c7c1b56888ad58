/**
 * How a person wants the page on this device. Dependency-free: the page reads and writes them too. The first choice of each
 * is the one that holds until another is made.
 */
export const preferenceChoices = {
  /** system: light or dark as the desktop is, high contrast where it asks for more. */
  theme: ["dark", "light", "contrast", "system"],
  /** compact: more messages at once, without pictures of their authors. */
  density: ["cozy", "compact"],
  /** Size of what is written, in px. */
  text_px: ["16", "14", "15", "18", "20", "24"],
  /** Size of everything, in percent, where the window can do that: browsers have their own. */
  zoom: ["100", "80", "90", "110", "125", "150", "200"],
  /** reduced: nothing moves. */
  motion: ["system", "reduced"],
  clock: ["system", "24", "12"],
  language: ["system", "en", "de"],
} as const;

type Choices = typeof preferenceChoices;
export type PreferenceName = keyof Choices;
export const preference_names = Object.keys(preferenceChoices) as PreferenceName[];
export type Preferences = { readonly [N in PreferenceName]: Choices[N][number] };

/** Reads what was kept; what is missing or not known here is as it is without a choice. */
export function readPreferences(kept: unknown): Preferences {
  const given = entriesOf(kept);
  const chosen = Object.entries(preferenceChoices).map(([name, choices]) => {
    const known: readonly unknown[] = choices;
    return [name, known.includes(given[name]) ? given[name] : choices[0]];
  });
  return Object.fromEntries(chosen) as Preferences; // each is one of its choices
}

export const isChoice = (name: PreferenceName, choice: string): boolean =>
  preferenceChoices[name].some((one) => one === choice);

/** What to keep once this is chosen: the rest stays as another page, or a newer version of the program, has left it. */
export const withChoice = (kept: unknown, name: PreferenceName, choice: string): Record<string, unknown> => ({
  ...entriesOf(kept),
  [name]: choice,
});

const entriesOf = (kept: unknown): Record<string, unknown> =>
  typeof kept === "object" && kept !== null ? { ...kept } : {};

import { computed, effect, signal } from "@preact/signals";

import type { Preferences } from "../../src/protocol/preferences.ts";
import { preferences } from "../state/preferences.ts";
import { language } from "../words/words.ts";

/** Keeps the look of the page as the person wants it, and as the desktop is where that is what the person wants. */
export function watchAppearance(page: Window): void {
  const is_light = asked(page, "(prefers-color-scheme: light)");
  const more_contrast = asked(page, "(prefers-contrast: more)");
  const less_motion = asked(page, "(prefers-reduced-motion: reduce)");
  const theme = computed(() => shownTheme(preferences.value, is_light.value, more_contrast.value));
  const { documentElement: root } = page.document;
  effect(() => {
    const { density, text_px, motion } = preferences.value;
    root.dataset["theme"] = theme.value;
    root.dataset["density"] = density;
    root.dataset["motion"] = motion === "reduced" || less_motion.value ? "reduced" : "full";
    root.dataset["text"] = text_px;
    root.lang = language.value;
    // What a phone paints around the page.
    const bar = page.document.querySelector<HTMLMetaElement>('meta[name="theme-color"]');
    if (bar !== null) bar.content = page.getComputedStyle(page.document.body).backgroundColor;
  });
}

/** What a media query says, followed. */
function asked(page: Window, question: string) {
  const query = page.matchMedia(question);
  const answer = signal(query.matches);
  query.addEventListener("change", () => {
    answer.value = query.matches;
  });
  return answer;
}

function shownTheme({ theme }: Preferences, is_light: boolean, more_contrast: boolean) {
  if (theme !== "system") return theme;
  return more_contrast ? "contrast" : is_light ? "light" : "dark";
}

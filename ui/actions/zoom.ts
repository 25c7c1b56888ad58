import { effect } from "@preact/signals";

import { preferenceChoices } from "../../src/protocol/preferences.ts";
import type { App } from "../app.ts";
import { preferences } from "../state/preferences.ts";
import { choosePreference } from "./preferences.ts";

declare global {
  interface Window {
    /** Bound by the native window where it can: shows everything so much larger, 1 for as it is. */
    chatZoom?: (level: number) => Promise<void>;
  }
}

type Zoom = (typeof preferenceChoices.zoom)[number];

/** From small to large. */
export const zoom_choices = preferenceChoices.zoom.toSorted((a, b) => Number(a) - Number(b));

/** Whether it is up to the page: browsers do it themselves. */
export const canZoom = (page: Window): boolean => page.chatZoom !== undefined;

/** Keeps everything as large as the person wants it. */
export function watchZoom(page: Window): void {
  effect(() => {
    const { zoom } = preferences.value;
    void page.chatZoom?.(Number(zoom) / 100);
  });
}

/** Whether it was a key for that: Ctrl with plus, minus or zero. */
export function zoomByKey(app: App, event: KeyboardEvent, page: Window): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !canZoom(page)) return false;
  const to = zoomAfter(event.key, preferences.value.zoom);
  if (to === undefined) return false;
  if (to !== preferences.value.zoom) choosePreference(app, "zoom", to);
  return true;
}

/** What a key makes of it; undefined for another key. On many keyboards the plus needs Shift, and the key is the equals sign. */
export function zoomAfter(key: string, now: Zoom): Zoom | undefined {
  if (key === "0") return "100";
  const step = { "+": 1, "=": 1, "-": -1 }[key];
  return step === undefined ? undefined : (zoom_choices[zoom_choices.indexOf(now) + step] ?? now);
}

import type { PreferenceName, Preferences } from "../../src/protocol/preferences.ts";
import type { App } from "../app.ts";
import { preferences } from "../state/preferences.ts";

/** Makes a choice, at once and for the next start on this device. */
export function choosePreference<N extends PreferenceName>(app: App, name: N, choice: Preferences[N]): void {
  preferences.value = { ...preferences.value, [name]: choice };
  app.bridge.post({ type: "prefer", name, choice });
}

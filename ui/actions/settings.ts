import type { App } from "../app.ts";
import type { SettingsSection } from "../state/dialogs.ts";

/** Opens the settings, at a section or where they were closed. */
export function openSettings({ store }: App, section?: SettingsSection): void {
  store.commit({
    dialog: "settings",
    ...(section === undefined ? {} : { settings_section: section }),
  });
}

export function closeSettings({ store }: App): void {
  store.commit({ dialog: null });
}

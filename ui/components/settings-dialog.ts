import { html } from "htm/preact";
import type { FunctionComponent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { ChosenPicture } from "../actions/profile.ts";
import { closeSettings, openSettings } from "../actions/settings.ts";
import type { SettingsSection } from "../state/dialogs.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";
import { Icon, type IconName } from "./icon.ts";
import { AboutSettings } from "./settings/about.ts";
import { AppearanceSettings } from "./settings/appearance.ts";
import { DeviceSettings } from "./settings/devices.ts";
import { LanguageSettings } from "./settings/language.ts";
import { NotificationSettings } from "./settings/notifications.ts";
import { ProfileSettings } from "./settings/profile.ts";

/** What is under way, and stays so while another section is looked at. */
export interface SectionProps {
  /** One's next picture, of which a part is still to be chosen. */
  picture: ChosenPicture | undefined;
  onPicture: (picture: ChosenPicture | undefined) => void;
}

interface Section {
  icon: IconName;
  shown: FunctionComponent<SectionProps> | FunctionComponent;
  /** Whether it is about one's account: there is none before one has logged in. */
  of_account?: true;
}

/** In the order in which they are listed. */
const sections: { [N in SettingsSection]: Section } = {
  profile: { icon: "user", shown: ProfileSettings, of_account: true },
  appearance: { icon: "eye", shown: AppearanceSettings },
  language: { icon: "globe", shown: LanguageSettings },
  notifications: { icon: "bell", shown: NotificationSettings, of_account: true },
  devices: { icon: "lock", shown: DeviceSettings, of_account: true },
  about: { icon: "help", shown: AboutSettings },
};

/** All that a person can choose: the sections on the left, the open one beside them. */
export function SettingsDialog() {
  const app = useApp();
  const open = app.store.view.settings_section.value;
  const [picture, setPicture] = useState<ChosenPicture>();
  useEffect(() => () => picture?.close(), [picture]);
  const may = app.store.view.screen.value === "chat";
  const names = (Object.keys(sections) as SettingsSection[]).filter(
    (name) => may || !sections[name].of_account,
  );
  const { settings: say, common } = words();
  return html`<${Dialog} onClose=${() => closeSettings(app)} kind="dialog-settings">
    <${Tabs} names=${names} open=${open} />
    <section class="settings-panel" role="tabpanel" id="settings-panel" aria-labelledby="settings-${open}">
      <header>
        <h2>${say[open]}</h2>
        <button
          class="icon-button"
          aria-label=${common.close}
          title=${common.close}
          onClick=${() => closeSettings(app)}
        >
          <${Icon} name="close" />
        </button>
      </header>
      <${sections[open].shown} key=${open} picture=${picture} onPicture=${setPicture} />
    </section>
  <//>`;
}

/** The arrow keys go from one section to the next, as everywhere where tabs stand below one another. */
function Tabs({ names, open }: { names: readonly SettingsSection[]; open: SettingsSection }) {
  const app = useApp();
  const list = useRef<HTMLDivElement>(null);
  const { settings: say } = words();
  const move = (event: KeyboardEvent) => {
    const next = neighbour(names, open, event.key);
    if (next === undefined) return;
    event.preventDefault();
    openSettings(app, next);
    list.current?.querySelector<HTMLElement>(`#settings-${next}`)?.focus();
  };
  return html`<div class="settings-side">
    <h1 id="dialog-title">${say.title}</h1>
    <div ref=${list} role="tablist" aria-orientation="vertical" aria-label=${say.sections} onKeyDown=${move}>
      ${names.map(
        (name) =>
          html`<button
            key=${name}
            id="settings-${name}"
            class="row ${name === open ? "row-open" : ""}"
            role="tab"
            aria-selected=${name === open}
            aria-controls="settings-panel"
            tabindex=${name === open ? 0 : -1}
            autofocus=${name === open}
            onClick=${() => openSettings(app, name)}
          >
            <${Icon} name=${sections[name].icon} />
            <span class="row-name">${say[name]}</span>
          </button>`,
      )}
    </div>
  </div>`;
}

function neighbour(names: readonly SettingsSection[], open: SettingsSection, key: string) {
  if (key === "Home") return names[0];
  if (key === "End") return names.at(-1);
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  return step === 0 ? undefined : names[(names.indexOf(open) + step + names.length) % names.length];
}

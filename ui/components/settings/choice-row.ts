import { html } from "htm/preact";
import type { ComponentChildren } from "preact";

import type { PreferenceName, Preferences } from "../../../src/protocol/preferences.ts";
import { choosePreference } from "../../actions/preferences.ts";
import { preferences } from "../../state/preferences.ts";
import { useApp } from "../app-context.ts";

interface ChoiceRowProps<N extends PreferenceName> {
  name: N;
  legend: string;
  choices: readonly (readonly [choice: Preferences[N], label: string])[];
  /** Shown above the label of a choice. */
  picture?: (choice: Preferences[N]) => ComponentChildren;
}

/** A preference with all its choices side by side. */
export function ChoiceRow<N extends PreferenceName>({ name, legend, choices, picture }: ChoiceRowProps<N>) {
  const app = useApp();
  const chosen = preferences.value[name];
  return html`<fieldset class="setting">
    <legend>${legend}</legend>
    <div class="setting-choices ${picture === undefined ? "" : "setting-pictures"}">
      ${choices.map(
        ([choice, label]) =>
          html`<label key=${choice} class="setting-choice">
            <input
              type="radio"
              name=${name}
              value=${choice}
              checked=${choice === chosen}
              onChange=${() => choosePreference(app, name, choice)}
            />
            ${picture?.(choice)}<span>${label}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

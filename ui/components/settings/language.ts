import { html } from "htm/preact";

import { clockTime } from "../../text/time.ts";
import { words } from "../../words/words.ts";
import { useApp } from "../app-context.ts";
import { ChoiceRow } from "./choice-row.ts";

/** Each language by its own name. */
const languages = { en: "English", de: "Deutsch" };

/** Language and clock. */
export function LanguageSettings() {
  const { settings: say } = words();
  const { timers } = useApp();
  return html`
    <${ChoiceRow}
      name="language"
      legend=${say.language_choice}
      choices=${[["system", say.like_system], ...Object.entries(languages)]}
    />
    <${ChoiceRow}
      name="clock"
      legend=${say.clock}
      choices=${[
        ["system", say.like_system],
        ["24", say.clock_24],
        ["12", say.clock_12],
      ]}
    />
    <p class="setting-note">${say.now(clockTime(timers.now_ms()))}</p>
  `;
}

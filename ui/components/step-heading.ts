import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { Icon } from "./icon.ts";

/** The head of a step, with the way back to the one before. */
export function StepHeading({ title, about, onBack }: { title: string; about: string; onBack: () => void }) {
  const back = words().start.back;
  return html`<header class="step-heading">
    <button type="button" class="icon-button" aria-label=${back} title=${back} onClick=${onBack}>
      <${Icon} name="arrow_left" />
    </button>
    <div>
      <h1>${title}</h1>
      <p>${about}</p>
    </div>
  </header>`;
}

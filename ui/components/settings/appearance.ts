import { html } from "htm/preact";

import { preferenceChoices } from "../../../src/protocol/preferences.ts";
import { canZoom, zoom_choices } from "../../actions/zoom.ts";
import { words } from "../../words/words.ts";
import { ChoiceRow } from "./choice-row.ts";

/** Theme, density, size, movement. */
export function AppearanceSettings() {
  const { settings: say } = words();
  return html`
    <${ChoiceRow}
      name="theme"
      legend=${say.theme}
      choices=${preferenceChoices.theme.map((theme) => [theme, say[`theme_${theme}`]])}
      picture=${themePicture}
    />
    <${ChoiceRow}
      name="text_px"
      legend=${say.text_px}
      choices=${preferenceChoices.text_px.toSorted().map((px) => [px, say.text_px_of(px)])}
    />
    <p class="setting-sample">${say.sample}</p>
    ${
      canZoom(window) &&
      html`<${ChoiceRow}
        name="zoom"
        legend=${say.zoom}
        choices=${zoom_choices.map((percent) => [percent, say.zoom_of(percent)])}
      />`
    }
    <${ChoiceRow}
      name="density"
      legend=${say.density}
      choices=${preferenceChoices.density.map((density) => [density, say[`density_${density}`]])}
    />
    <${ChoiceRow}
      name="motion"
      legend=${say.motion}
      choices=${preferenceChoices.motion.map((motion) => [motion, say[`motion_${motion}`]])}
    />
  `;
}

/** A window in little, in the colours of the theme; the system's is half and half. */
function themePicture(theme: (typeof preferenceChoices.theme)[number]) {
  const themes = theme === "system" ? ["dark", "light"] : [theme];
  return html`<span class="theme-picture" aria-hidden="true">
    ${themes.map(
      (one) =>
        html`<span key=${one} data-theme=${one}
          ><i></i><span><b></b><b></b><b></b></span
        ></span>`,
    )}
  </span>`;
}

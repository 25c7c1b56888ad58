import { html } from "htm/preact";
import { useMemo } from "preact/hooks";

import { copyText } from "../actions/copy-text.ts";
import type { App } from "../app.ts";
import { highlight } from "../text/highlight.ts";
import { words } from "../words/words.ts";
import { Icon } from "./icon.ts";
import { visibleText } from "./visible-text.ts";

/** Code in lines, coloured by what its words are, with a button that copies it. */
export function CodeBlock({ app, lang, text }: { app: App; lang: string; text: string }) {
  const parts = useMemo(() => highlight(text, lang), [text, lang]);
  return html`<div class="code-block" dir="ltr">
    <pre
      tabindex="0"
    ><code>${parts.map(({ text: part, kind }, at) => (kind === undefined ? visibleText(part) : html`<span key=${at} class="code-${kind}">${visibleText(part)}</span>`))}</code></pre>
    <button
      type="button"
      class="icon-button icon-button-small code-copy"
      aria-label=${words().code.copy_label}
      title=${words().code.copy}
      onClick=${() => copyText(app, document, text)}
    >
      <${Icon} name="copy" size=${16} />
    </button>
  </div>`;
}

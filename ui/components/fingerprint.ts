import { html } from "htm/preact";

import { copyText } from "../actions/copy-text.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

interface FingerprintProps {
  label: string;
  value: string;
  /** What differs from this one stands out. */
  other?: string;
}

/**
 * 32 pairs as the server prints them, in the same lines wherever they stand, so that two people who look at different
 * places can compare them aloud.
 */
export function Fingerprint({ label, value, other }: FingerprintProps) {
  const app = useApp();
  const groups = grouped(value);
  const others = other === undefined ? undefined : grouped(other);
  const copy = words().hosting.copy(label);
  return html`<figure class="fingerprint">
    <figcaption>
      ${label}
      <button
        type="button"
        class="icon-button icon-button-small"
        aria-label=${copy}
        title=${copy}
        onClick=${() => copyText(app, document, value)}
      >
        <${Icon} name="copy" size=${16} />
      </button>
    </figcaption>
    <code aria-label=${value}>
      ${groups.map(
        (group, at) =>
          html`<span key=${at} class=${others !== undefined && others[at] !== group ? "differs" : ""}
            >${group}</span
          >`,
      )}
    </code>
  </figure>`;
}

const grouped = (fingerprint: string): string[] => fingerprint.match(/(?:[^:]+:?){1,4}(?<=[^:])/g) ?? [];

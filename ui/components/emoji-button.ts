import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { words } from "../words/words.ts";
import { EmojiPicker } from "./emoji-picker.ts";
import { type Anchor, anchorOf, Floating } from "./floating.ts";
import { Icon } from "./icon.ts";

/** Opens the choice of emoji beside itself. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const [anchor, setAnchor] = useState<Anchor>();
  const close = () => setAnchor(undefined);
  const pick = (emoji: string) => {
    close();
    onPick(emoji);
  };
  return html`<button
      type="button"
      class="icon-button composer-emoji"
      aria-label=${words().emoji.choose}
      title=${words().emoji.button_title}
      aria-haspopup="dialog"
      aria-expanded=${anchor !== undefined}
      onClick=${({ currentTarget }: MouseEvent) =>
        setAnchor(anchor === undefined ? anchorOf(currentTarget as Element) : undefined)}
    >
      <${Icon} name="smile" />
    </button>
    ${
      anchor !== undefined &&
      html`<${Floating} anchor=${anchor} onClose=${close}>
        <${EmojiPicker} label=${words().emoji.choose} onPick=${pick} onClose=${close} />
      <//>`
    }`;
}

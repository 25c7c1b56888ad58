import { html } from "htm/preact";

import { typingWords } from "../state/typing.ts";
import { useApp } from "./app-context.ts";

/** Who is writing in the channel, in the room below the composer that is always there. */
export function TypingLine({ channel_id }: { channel_id: number }) {
  const { typing, profiles } = useApp().store.view;
  const words = typingWords(typing.value.get(channel_id) ?? [], profiles.value);
  return html`<div class="typing" data-testid="typing">
    ${
      words !== undefined &&
      html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
        <span class="typing-words">${words}</span>`
    }
  </div>`;
}

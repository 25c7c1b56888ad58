import { html } from "htm/preact";

import { linkify } from "../text/linkify.ts";
import { isNamed, splitMentions } from "../text/mentions.ts";
import { useApp } from "./app-context.ts";

/**
 * What someone wrote, as text: only links are more than text, and they open outside. They have no href, so
 * that neither a middle click nor a drag nor a menu of the web view can take the page away.
 */
export function RichText({ text }: { text: string }) {
  const app = useApp();
  const open = (url: string) => app.bridge.post({ type: "open_link", url });
  return linkify(text).map(({ text, url }, at) => {
    if (url === undefined) return html`<${Mentions} key=${at} text=${text} />`;
    const press = (event: KeyboardEvent) => {
      if (event.key === "Enter") open(url);
    };
    return html`<span
      key=${at}
      class="link"
      role="link"
      tabindex="0"
      dir="ltr"
      onClick=${() => open(url)}
      onKeyDown=${press}
      >${text}</span
    >`;
  });
}

/** Names after an @ stand out, and most of all those that mean oneself. */
function Mentions({ text }: { text: string }) {
  const me = useApp().store.state.me?.username ?? "";
  return splitMentions(text).map((part, at) =>
    part.name === undefined
      ? part.text
      : html`<span key=${at} class="mention ${isNamed(part.name, me) ? "mention-me" : ""}"
          >${part.text}</span
        >`,
  );
}

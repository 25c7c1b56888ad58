import type { App } from "../app.ts";
import { isChatLink } from "../text/chat-link.ts";
import { followLink } from "./follow-link.ts";

/** Opens what a message links to: a link of our own in this window, all else outside. */
export function openLink(app: App, url: string): void {
  if (isChatLink(url)) followLink(app, url);
  else app.bridge.post({ type: "open_link", url });
}

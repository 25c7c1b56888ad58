import type { App } from "../app.ts";
import { words } from "../words/words.ts";
import { say } from "./say.ts";

/** Puts a text on the clipboard, and says so. The native window is no secure context and has no navigator.clipboard. */
export function copyText(app: App, page: Document, text: string): void {
  const field = page.createElement("textarea");
  field.value = text;
  field.className = "for-readers";
  // What lies below an open dialog cannot be selected.
  (page.querySelector("dialog[open]") ?? page.body).append(field);
  const before = page.activeElement;
  field.select();
  const copied = page.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  say(app, copied ? words().message_actions.copied : words().message_actions.not_copied);
}

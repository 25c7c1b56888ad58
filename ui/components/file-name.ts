import { html } from "htm/preact";

/** What a file is called, on one line. Where that is too short the ending stays: it says what the file is. */
export function FileName({ name }: { name: string }) {
  const [, start, ending] = /^(.+?)([\w -]{0,6}\.[^.\s]{1,10})?$/su.exec(name) ?? [];
  return html`<b class="file-name" dir="auto" title=${name}
    ><span class="file-start">${start}</span><span>${ending}</span></b
  >`;
}

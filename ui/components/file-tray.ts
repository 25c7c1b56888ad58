import { html } from "htm/preact";
import { useRef } from "preact/hooks";

import { sizeWords } from "../../src/protocol/rules.ts";
import { chooseFiles } from "../actions/choose-files.ts";
import { stopWaiting } from "../actions/wait-for-files.ts";
import type { App } from "../app.ts";
import { type ChosenFile, chosenIn } from "../state/files.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { percent } from "./attachments.ts";
import { Icon } from "./icon.ts";
import { focusComposer } from "./keys.ts";

/** Above the composer: the files that go with the message being written. */
export function FileTray({ channel_id }: { channel_id: number }) {
  const app = useApp();
  const chosen = chosenIn(app.store.view.chosen_files.value, channel_id);
  const is_waiting = app.store.view.send_when_up.value.has(channel_id);
  if (chosen.length === 0) return null;
  return html`<div class="file-tray" data-testid="file-tray">
    <ul class="file-tray-list" aria-label=${words().composer.files}>
      ${chosen.map((one) => html`<${Chosen} key=${one.key} app=${app} channel_id=${channel_id} one=${one} />`)}
    </ul>
    ${
      is_waiting &&
      html`<p class="file-tray-note" role="status">
        <span>${words().composer.files_first}</span>
        <button type="button" class="text-button" onClick=${() => stopWaiting(app, channel_id)}>
          ${words().composer.do_not_send}
        </button>
      </p>`
    }
  </div>`;
}

interface ChosenProps {
  app: App;
  channel_id: number;
  one: ChosenFile;
}

function Chosen({ app, channel_id, one }: ChosenProps) {
  const { key, name, size_bytes, problem, file, sent_bytes, preview_url } = one;
  const size = told(sizeWords(size_bytes));
  return html`<li
    class="chosen-file ${problem === null ? "" : "chosen-file-failed"}"
    data-testid="chosen-file"
  >
    ${
      preview_url === null
        ? html`<span class="chosen-picture"><${Icon} name="file" size=${24} /></span>`
        : html`<img class="chosen-picture" src=${preview_url} alt="" draggable=${false} />`
    }
    <div class="file-words">
      <b class="file-name" dir="auto" title=${name}>${name}</b>
      ${
        problem === null
          ? html`<span class="file-size">
              ${file === null && sent_bytes > 0 ? words().composer.sent_part(percent(sent_bytes, size_bytes), size) : size}
            </span>`
          : html`<span class="file-problem" role="alert">
              ${problem}
              <button type="button" class="text-button" onClick=${() => app.uploader.retry(channel_id, key)}>
                ${words().composer.retry_file}
              </button>
            </span>`
      }
    </div>
    <button
      type="button"
      class="icon-button icon-button-small"
      aria-label=${file === null ? words().composer.cancel_file_label(name) : words().composer.remove_file_label(name)}
      title=${file === null ? words().composer.cancel_file : words().composer.remove_file}
      onClick=${() => app.uploader.remove(channel_id, key)}
    >
      <${Icon} name="close" size=${16} />
    </button>
    ${
      file === null &&
      problem === null &&
      html`<progress
        class="chosen-progress"
        max=${size_bytes}
        value=${sent_bytes}
        aria-label=${words().composer.upload_of(name)}
      ></progress>`
    }
  </li>`;
}

/** In the composer: opens the system's dialog to choose files. */
export function AttachButton() {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  if (app.store.view.file_bytes_max.value === null) return null;
  const take = () => {
    const field = input.current;
    chooseFiles(app, [...(field?.files ?? [])]);
    if (field !== null) field.value = ""; // the same file can be chosen again
    focusComposer(document);
  };
  return html`<input ref=${input} type="file" multiple hidden onChange=${take} />
    <button
      type="button"
      class="icon-button composer-attach"
      aria-label=${words().composer.attach}
      title=${words().composer.attach}
      onClick=${() => input.current?.click()}
    >
      <${Icon} name="paperclip" />
    </button>`;
}

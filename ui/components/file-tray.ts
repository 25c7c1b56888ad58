import { html } from "htm/preact";
import { useRef } from "preact/hooks";

import { sizeWords } from "../../src/protocol/rules.ts";
import { chooseFiles } from "../actions/choose-files.ts";
import type { App } from "../app.ts";
import { type ChosenFile, chosenIn } from "../state/files.ts";
import { told, words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { percent } from "./attachments.ts";
import { FileName } from "./file-name.ts";
import { Icon } from "./icon.ts";
import { focusComposer } from "./keys.ts";

/** Above the composer: the files that go with the message being written. */
export function FileTray({ channel_id }: { channel_id: number }) {
  const app = useApp();
  const chosen = chosenIn(app.store.view.chosen_files.value, channel_id);
  if (chosen.length === 0) return null;
  return html`<div class="file-tray" data-testid="file-tray">
    <${ChosenFiles} app=${app} files=${chosen} />
  </div>`;
}

interface ChosenFilesProps {
  app: App;
  files: readonly ChosenFile[];
  tabindex?: number;
}

/** How far each file is; it can be taken away, and tried again. */
export function ChosenFiles({ app, files, tabindex = 0 }: ChosenFilesProps) {
  return html`<ul class="file-tray-list" aria-label=${words().composer.files}>
    ${files.map((one) => html`<${Chosen} key=${one.key} app=${app} one=${one} tabindex=${tabindex} />`)}
  </ul>`;
}

interface ChosenProps {
  app: App;
  one: ChosenFile;
  tabindex: number;
}

function Chosen({ app, one, tabindex }: ChosenProps) {
  const { key, name, size_bytes, problem, file, sent_bytes, preview_url } = one;
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
      <${FileName} name=${name} />
      <${Progress} app=${app} one=${one} tabindex=${tabindex} />
    </div>
    <button
      type="button"
      class="icon-button icon-button-small"
      tabindex=${tabindex}
      aria-label=${file === null ? words().composer.cancel_file_label(name) : words().composer.remove_file_label(name)}
      title=${file === null ? words().composer.cancel_file : words().composer.remove_file}
      onClick=${() => app.uploader.remove(key)}
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

function Progress({ app, one, tabindex }: ChosenProps) {
  const { key, size_bytes, problem, file, sent_bytes } = one;
  const size = told(sizeWords(size_bytes));
  if (problem === null)
    return html`<span class="file-size">
      ${file === null && sent_bytes > 0 ? words().composer.sent_part(percent(sent_bytes, size_bytes), size) : size}
    </span>`;
  return html`<span class="file-problem" role="alert">
    ${problem()}
    <button type="button" class="text-button" tabindex=${tabindex} onClick=${() => app.uploader.retry(key)}>
      ${words().common.try_again}
    </button>
  </span>`;
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

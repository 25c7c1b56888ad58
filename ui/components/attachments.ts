import { html } from "htm/preact";
import { useMemo } from "preact/hooks";

import type { FileInfo } from "../../src/protocol/file.ts";
import { sizeWords } from "../../src/protocol/rules.ts";
import { openPicture } from "../actions/pictures.ts";
import { revealFile, saveFile } from "../actions/save-file.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { fitWithin, isPicture, type Saving } from "../state/files.ts";
import { told, words } from "../words/words.ts";
import { FileName } from "./file-name.ts";
import { Icon } from "./icon.ts";

const alone_px = [400, 300] as const;
/** Of a very long or flat picture a part is shown. */
const side_min_px = 64;
/** One of several is no wider than this, and usually not much narrower. */
const several_px = 128;

/** Pictures without a thumbnail are brought whole when they are no larger than this. */
const small_bytes = 400_000;

interface AttachmentsProps {
  app: App;
  files: readonly FileInfo[];
  tabindex: number;
}

/** The files of a message. All take their room at once, whatever has come of them: nothing moves when they do. */
export function Attachments({ app, files, tabindex }: AttachmentsProps) {
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  return html`<div class="attachments">
    ${
      pictures.length > 0 &&
      html`<div class=${`attachment-pictures pictures-${columnsOf(pictures.length)}`}>
        ${pictures.map(
          (file) =>
            html`<${Picture}
              key=${file.id}
              app=${app}
              file=${file}
              size=${pictures.length === 1 ? aloneSize(file) : undefined}
              tabindex=${tabindex}
            />`,
        )}
      </div>`
    }
    ${others.map((file) => html`<${FileCard} key=${file.id} app=${app} file=${file} tabindex=${tabindex} />`)}
  </div>`;
}

/** Two and four make a square of two; more stand in rows of three, that are as high whatever is in them. */
const columnsOf = (count: number): number =>
  count === 1 || count === 2 || count === 4 ? Math.min(count, 2) : 3;

/** No larger than it is. */
function aloneSize(file: PictureProps["file"]) {
  const { width, height } = fitWithin(file, ...alone_px);
  return {
    width: Math.max(Math.min(side_min_px, file.width), width),
    height: Math.max(Math.min(side_min_px, file.height), height),
  };
}

interface PictureProps {
  app: App;
  file: FileInfo & { width: number; height: number };
  /** Of one among several the grid says it. */
  size: { width: number; height: number } | undefined;
  tabindex: number;
}

function Picture({ app, file, size, tabindex }: PictureProps) {
  const is_whole = !file.has_thumbnail && file.size_bytes <= small_bytes;
  const loaded = usePicture(app, file, !is_whole, file.has_thumbnail || is_whole);
  const style = size && { width: `${size.width}px`, aspectRatio: `${size.width} / ${size.height}` };
  // A small one is not blown up to fill its place.
  const fit = file.width < several_px && file.height < several_px && { objectFit: "scale-down" };
  return html`<button
    type="button"
    class="attachment-picture"
    tabindex=${tabindex}
    aria-label=${(loaded === "gone" ? words().files.picture_gone : words().files.open_picture)(file.name)}
    title=${file.name}
    style=${style}
    onClick=${() => openPicture(app, file)}
  >
    ${
      typeof loaded === "object"
        ? html`<img src=${loaded.url} alt=${file.name} style=${fit} draggable=${false} decoding="async" />`
        : loaded === "failed" && html`<${Icon} name="image" size=${24} />`
    }
    ${loaded === "gone" && html`<span class="picture-gone">${words().files.gone}</span>`}
  </button>`;
}

/** What has come of a picture; one that failed, or was gone, is asked for again over the next connection. */
export function usePicture(app: App, file: FileInfo, thumbnail: boolean, wanted = true) {
  const { stage } = app.store.view.connection.value;
  const loaded = useMemo(
    () => (wanted ? app.loader.picture(file, thumbnail) : undefined),
    [file.id, thumbnail, wanted, stage === "up"],
  );
  return loaded === undefined ? "failed" : loaded.value;
}

function FileCard({ app, file, tabindex }: { app: App; file: FileInfo; tabindex: number }) {
  const saving = app.store.view.saving.value.get(file.id);
  return html`<div class="file-card" data-testid="file-card">
    <${Icon} name="file" size=${24} />
    <div class="file-words">
      <${FileName} name=${file.name} />
      <span class="file-size">${savingWords(file, saving)}</span>
    </div>
    <${SaveButton} app=${app} file=${file} saving=${saving} tabindex=${tabindex} />
  </div>`;
}

/** Downloads, or shows what was downloaded. */
export function SaveButton({
  app,
  file,
  saving,
  tabindex,
}: {
  app: App;
  file: FileInfo;
  saving: Saving | undefined;
  tabindex: number;
}) {
  if (saving?.stage === "saved" && saving.save !== null) {
    const { save } = saving;
    return html`<button
      type="button"
      class="text-button"
      tabindex=${tabindex}
      onClick=${() => revealFile(app, save)}
    >
      ${words().files.show_in_folder}
    </button>`;
  }
  return html`<button
    type="button"
    class="icon-button"
    tabindex=${tabindex}
    aria-label=${words().files.download_label(file.name)}
    title=${words().files.download}
    aria-disabled=${saving?.stage === "loading"}
    onClick=${() => attempt(app, saveFile(app, file))}
  >
    <${Icon} name="download" />
  </button>`;
}

export function savingWords({ size_bytes }: FileInfo, saving: Saving | undefined): string {
  const size = told(sizeWords(size_bytes));
  if (saving?.stage === "loading")
    return words().files.loaded_part(percent(saving.done_bytes, size_bytes), size);
  if (saving?.stage === "gone") return words().files.file_gone(size);
  return saving?.stage === "saved" ? words().files.saved(size) : size;
}

export const percent = (part: number, whole: number): string =>
  `${Math.floor((100 * part) / Math.max(1, whole))} %`;

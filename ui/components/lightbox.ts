import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { FileInfo } from "../../src/protocol/file.ts";
import { closePicture, picturesHeld, turnPicture } from "../actions/pictures.ts";
import type { App } from "../app.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { SaveButton, savingWords, usePicture } from "./attachments.ts";
import { FileName } from "./file-name.ts";
import { Icon } from "./icon.ts";

/** The picture that is open, over everything. */
export function Lightbox() {
  const app = useApp();
  const { view } = app.store;
  const id = view.picture_id.value;
  // Read, so that a picture whose message is deleted closes by itself.
  const pictures = view.timelines.value && view.outbox.value && id !== null ? picturesHeld(app) : [];
  const at = pictures.findIndex((file) => file.id === id);
  const file = pictures[at];
  if (file === undefined) return null;
  return html`<${OpenPicture} app=${app} file=${file} before=${at > 0} after=${at < pictures.length - 1} />`;
}

interface OpenPictureProps {
  app: App;
  file: FileInfo;
  before: boolean;
  after: boolean;
}

function OpenPicture({ app, file, before, after }: OpenPictureProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const { stage, is_near, zoom } = useZoom(file);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const close = () => closePicture(app);
  const turn = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (step !== undefined) turnPicture(app, step);
    else if (/^[+-]$/.test(event.key) && !event.ctrlKey && !event.metaKey) zoom(event.key === "+");
  };
  return html`<dialog
    ref=${ref}
    class="lightbox ${is_near ? "lightbox-near" : ""}"
    aria-label=${words().lightbox.picture(file.name)}
    onCancel=${(event: Event) => {
      event.preventDefault();
      close();
    }}
    onKeyDown=${turn}
    onClick=${({ target }: MouseEvent) => {
      if (target instanceof HTMLImageElement) zoom(!is_near);
      else if ((target as Element).closest("button") === null) close();
    }}
  >
    <${Bar} app=${app} file=${file} onClose=${close} />
    <div class="lightbox-stage" ref=${stage} tabindex="0">
      <${WholePicture} key=${file.id} app=${app} file=${file} />
    </div>
    ${before && html`<${Turn} app=${app} step=${-1} />`} ${after && html`<${Turn} app=${app} step=${1} />`}
  </dialog>`;
}

interface BarProps {
  app: App;
  file: FileInfo;
  onClose: () => void;
}

/** What the picture is, and what can be done with it. */
function Bar({ app, file, onClose }: BarProps) {
  const saving = app.store.view.saving.value.get(file.id);
  return html`<header class="lightbox-bar">
    <div class="file-words">
      <${FileName} name=${file.name} />
      <span class="file-size">${file.width} × ${file.height}, ${savingWords(file, saving)}</span>
    </div>
    <${SaveButton} app=${app} file=${file} saving=${saving} tabindex=${0} />
    <button
      type="button"
      class="icon-button"
      aria-label=${words().common.close}
      title=${words().lightbox.close_title}
      onClick=${onClose}
    >
      <${Icon} name="close" />
    </button>
  </header>`;
}

/** As large as it is, until another picture is shown. */
function useZoom({ id }: FileInfo) {
  const stage = useRef<HTMLDivElement>(null);
  const [near_id, setNear] = useState<number>();
  const zoom = (near: boolean) => {
    setNear(near ? id : undefined);
    stage.current?.focus(); // whose keys scroll then
  };
  return { stage, is_near: near_id === id, zoom };
}

/** The thumbnail stands in its place until all of it has come. */
function WholePicture({ app, file }: { app: App; file: FileInfo }) {
  const whole = usePicture(app, file, false);
  const small = usePicture(app, file, true, file.has_thumbnail);
  const shown = typeof whole === "object" ? whole : typeof small === "object" ? small : undefined;
  const { width, height } = file;
  return html`
    ${
      shown !== undefined &&
      html`<img
        class="lightbox-picture"
        src=${shown.url}
        alt=${file.name}
        draggable=${false}
        style=${{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}
      />`
    }
    ${whole === "loading" && html`<span class="spinner lightbox-wait" role="status" aria-label=${words().lightbox.loading}></span>`}
    ${
      (whole === "failed" || whole === "gone") &&
      html`<p class="lightbox-problem" role="alert">
        <${Icon}
          name="alert"
          size=${16}
        />${whole === "gone" ? words().lightbox.gone : words().lightbox.not_loaded}
      </p>`
    }
  `;
}

function Turn({ app, step }: { app: App; step: -1 | 1 }) {
  return html`<button
    type="button"
    class="lightbox-turn ${step < 0 ? "lightbox-before" : "lightbox-after"}"
    aria-label=${step < 0 ? words().lightbox.before : words().lightbox.next}
    onClick=${() => turnPicture(app, step)}
  >
    <${Icon} name=${step < 0 ? "arrow_left" : "arrow_right"} size=${24} />
  </button>`;
}

import { html } from "htm/preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import { type ChosenPicture, cutOut } from "../../actions/profile.ts";
import { movedBy, type PictureSize, wholeCrop, zoom_max, zoomedTo, zoomOf } from "../../state/crop.ts";
import { words } from "../../words/words.ts";
import { useAsking } from "../dialog.ts";

/** As the stylesheet has it. */
const view_px = 256;
const key_step_px = 16;
const key_zoom = 1.1;

interface PictureCropProps {
  picture: ChosenPicture;
  /** Whether it was chosen just now, and not before another section was looked at. */
  focused: boolean;
  /** With the part chosen, as a small file. */
  onTake: (picture: Blob) => Promise<void>;
  onCancel: () => void;
}

/** Which square of a picture is taken: dragged and zoomed by pointer, wheel, two fingers or keys. */
export function PictureCrop({ picture, focused, onTake, onCancel }: PictureCropProps) {
  const { image, url } = picture;
  const size = { width: image.naturalWidth, height: image.naturalHeight };
  const { crop, zoomTo, ...hands } = useCrop(size);
  const { busy, problem, ask } = useAsking();
  const view = useRef<HTMLDivElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (focused) view.current?.focus();
  }, []);
  const scale = view_px / crop.side;
  const style = {
    width: `${size.width * scale}px`,
    height: `${size.height * scale}px`,
    transform: `translate(${view_px / 2 - crop.x * scale}px, ${view_px / 2 - crop.y * scale}px)`,
  };
  const take = () => ask(async () => onTake(await cutOut(image, crop)));
  return html`<div class="crop" onKeyDown=${onEnter(take)}>
    <div
      class="crop-view"
      ref=${view}
      tabindex="0"
      role="group"
      aria-label=${words().profile.part}
      aria-describedby=${id}
      data-testid="crop"
      ...${hands}
    >
      <img src=${url} alt="" draggable=${false} style=${style} />
      <span class="crop-ring" aria-hidden="true"></span>
    </div>
    <${Zoom} zoom=${zoomOf(size, crop)} onZoom=${zoomTo} />
    <p class="crop-hint" id=${id}>${words().profile.crop_hint}</p>
    <p class="field-note crop-problem" role="alert">${problem}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${onCancel}>${words().common.cancel}</button>
      <button type="button" class="button button-primary" aria-disabled=${busy} onClick=${take}>
        ${words().profile.take}
      </button>
    </div>
  </div>`;
}

const onEnter = (run: () => void) => (event: KeyboardEvent) => {
  if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
  event.preventDefault();
  run();
};

function Zoom({ zoom, onZoom }: { zoom: number; onZoom: (zoom: number) => void }) {
  return html`<label class="crop-zoom">
    <span>${words().profile.zoom}</span>
    <input
      type="range"
      min="1"
      max=${zoom_max}
      step="0.01"
      value=${zoom}
      onInput=${(event: InputEvent) => onZoom(Number((event.currentTarget as HTMLInputElement).value))}
    />
  </label>`;
}

interface Pointer {
  x: number;
  y: number;
}

/** The part chosen, and what moves it. */
function useCrop(size: PictureSize) {
  const [crop, setCrop] = useState(() => wholeCrop(size));
  const pointers = useRef(new Map<number, Pointer>());
  const zoomTo = (zoom: number, place?: Pointer) => setCrop((now) => zoomedTo(size, now, zoom, place));
  const zoomBy = (factor: number, place?: Pointer) =>
    setCrop((now) => zoomedTo(size, now, zoomOf(size, now) * factor, place));
  /** By so many px on screen: the picture goes where it is drawn. */
  const drag = (x: number, y: number) =>
    setCrop((now) => movedBy(size, now, (-x * now.side) / view_px, (-y * now.side) / view_px));
  const release = ({ pointerId }: PointerEvent) => void pointers.current.delete(pointerId);
  return {
    crop,
    zoomTo,
    onPointerDown(event: PointerEvent) {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove(event: PointerEvent) {
      const before = pointers.current.get(event.pointerId);
      if (before === undefined) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...pointers.current].find(([pointer]) => pointer !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, now);
      // Of two fingers each moves the picture by half.
      const share = other === undefined ? 1 : 0.5;
      drag((now.x - before.x) * share, (now.y - before.y) * share);
      if (other !== undefined) zoomBy(distance(now, other) / Math.max(1, distance(before, other)));
    },
    onPointerUp: release,
    onPointerCancel: release,
    onWheel(event: WheelEvent) {
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY / 400), placeOf(event));
    },
    onKeyDown(event: KeyboardEvent) {
      const key = keys[event.key];
      if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if ("zoom" in key) zoomBy(key.zoom);
      else drag(key.x, key.y);
    },
  };
}

/** The square is moved over the picture, so the picture goes the other way. */
const keys: Readonly<Record<string, { zoom: number } | Pointer>> = {
  ArrowLeft: { x: key_step_px, y: 0 },
  ArrowRight: { x: -key_step_px, y: 0 },
  ArrowUp: { x: 0, y: key_step_px },
  ArrowDown: { x: 0, y: -key_step_px },
  "+": { zoom: key_zoom },
  "=": { zoom: key_zoom },
  "-": { zoom: 1 / key_zoom },
};

/** Where in the square a pointer is, from -0.5 to 0.5. */
function placeOf(event: MouseEvent): Pointer {
  const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: (event.clientX - left) / width - 0.5, y: (event.clientY - top) / height - 0.5 };
}

const distance = (a: Pointer, b: Pointer): number => Math.hypot(a.x - b.x, a.y - b.y);

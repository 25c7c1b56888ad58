import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import { chooseFiles } from "../actions/choose-files.ts";
import type { App } from "../app.ts";
import { channelLabel } from "../state/channels.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { focusComposer } from "./keys.ts";

/** Takes files that are dropped on the page or pasted into it; says so while they are held over it. */
export function DropZone() {
  const app = useApp();
  const { view } = app.store;
  const is_over = useGivenFiles(app);
  const channel = view.channels.value.get(view.open_channel_id.value ?? 0);
  if (
    !is_over ||
    channel === undefined ||
    channel.archived_at_ms !== null ||
    view.file_bytes_max.value === null
  )
    return null;
  return html`<div class="drop-zone" data-testid="drop-zone">
    <p class="drop-card">
      <${Icon}
        name="paperclip"
        size=${24}
      />${words().composer.drop_to_attach(channelLabel(channel, view.me.value?.user_id))}
    </p>
  </div>`;
}

/** Takes what is dropped and pasted, and gives whether files are held over the page. */
function useGivenFiles(app: App): boolean {
  const [is_over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const on = <T extends "dragenter" | "dragover" | "dragleave" | "drop" | "paste">(
      type: T,
      listen: (event: DocumentEventMap[T]) => void,
    ) => document.addEventListener(type, listen, { signal });
    const take = (files: File[]) => {
      chooseFiles(app, files);
      focusComposer(document);
    };
    const mayTake = (data: DataTransfer | null): data is DataTransfer =>
      data !== null && data.types.includes("Files") && document.querySelector("dialog[open]") === null;
    on("dragenter", ({ dataTransfer }) => mayTake(dataTransfer) && setOver(true));
    on("dragover", ({ dataTransfer }) => {
      if (mayTake(dataTransfer)) dataTransfer.dropEffect = "copy";
    });
    // To nothing at all: the pointer has left the page, and not only one element for another.
    on("dragleave", ({ relatedTarget }) => relatedTarget === null && setOver(false));
    on("drop", ({ dataTransfer }) => {
      setOver(false);
      if (mayTake(dataTransfer)) take([...dataTransfer.files]);
    });
    on("paste", (event) => {
      const data = event.clipboardData;
      const files = [...(data?.files ?? [])];
      if (files.length === 0 || !mayTake(data) || hasWords(data)) return;
      event.preventDefault();
      take(files);
    });
    return () => stop.abort();
  }, []);
  return is_over;
}

/** Programs for texts and tables give a picture of what was copied beside the words. */
const hasWords = (data: DataTransfer): boolean =>
  data
    .getData("text/html")
    .replace(/<[^>]*>/g, "")
    .trim() !== "";

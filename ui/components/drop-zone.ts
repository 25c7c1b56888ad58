import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import { chooseFiles } from "../actions/choose-files.ts";
import { channelLabel } from "../state/channels.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

/** Takes files that are dropped on the page or pasted into it; says so while they are held over it. */
export function DropZone() {
  const app = useApp();
  const { view } = app.store;
  const [is_over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const on = <T extends "dragenter" | "dragover" | "dragleave" | "drop" | "paste">(
      type: T,
      listen: (event: DocumentEventMap[T]) => void,
    ) => document.addEventListener(type, listen, { signal });
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
      if (mayTake(dataTransfer)) chooseFiles(app, [...dataTransfer.files]);
    });
    on("paste", (event) => {
      const data = event.clipboardData;
      const files = [...(data?.files ?? [])];
      if (files.length === 0 || !mayTake(data) || hasWords(data)) return;
      event.preventDefault();
      chooseFiles(app, files);
    });
    return () => stop.abort();
  }, []);
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

/** Programs for texts and tables give a picture of what was copied beside the words. */
const hasWords = (data: DataTransfer): boolean =>
  data
    .getData("text/html")
    .replace(/<[^>]*>/g, "")
    .trim() !== "";

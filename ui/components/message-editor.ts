import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { Message } from "../../src/protocol/message.ts";
import { foreseenWords } from "../actions/error-words.ts";
import { endEdit, saveEdit, typeEdit } from "../actions/message-changes.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { words } from "../words/words.ts";
import { focusComposer } from "./keys.ts";
import { fitHeight, marksSelection, sends } from "./text-area.ts";
import { useProblem } from "./use-problem.ts";

/** In the place of a message's text while one changes it. */
export function MessageEditor({ app, message }: { app: App; message: Message }) {
  const text = app.store.view.edit_texts.value.get(message.id) ?? message.content;
  const [problem, setProblem] = useProblem();
  const editor = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
    field.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useLayoutEffect(() => fitHeight(field.current), [text]);
  const done = () => focusComposer(document);
  const cancel = () => {
    endEdit(app, message);
    done();
  };
  // Who has gone on elsewhere meanwhile writes on there.
  const leave = () => {
    if (editor.current?.contains(document.activeElement)) done();
  };
  const save = async () => setProblem(await saveEdit(app, message, text, leave).catch(foreseenWords));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") cancel();
    else if (sends(event)) attempt(app, save());
    else if (!marksSelection(event)) return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="editor" ref=${editor}>
    <textarea
      ref=${field}
      rows="1"
      dir="auto"
      aria-label=${words().messages.edit_field}
      value=${text}
      onInput=${(event: InputEvent) => {
        typeEdit(app, message, (event.currentTarget as HTMLTextAreaElement).value);
        setProblem(undefined);
      }}
      onKeyDown=${onKeyDown}
    ></textarea>
    <${EditorNote} problem=${problem} cancel=${cancel} save=${() => attempt(app, save())} />
  </div>`;
}

interface EditorNoteProps {
  problem: string | undefined;
  cancel: () => void;
  save: () => void;
}

/** Below the field: what is wrong, and what to do. */
function EditorNote({ problem, cancel, save }: EditorNoteProps) {
  const button = (word: string, onClick: () => void) =>
    html`<button type="button" class="text-button" onClick=${onClick}>${word}</button>`;
  const { common, messages } = words();
  return html`<p class="editor-note" role="status">
    ${problem !== undefined && html`<span class="editor-problem">${problem}</span>`}
    ${messages.edit_keys(button(common.cancel, cancel), button(common.save, save))}
  </p>`;
}

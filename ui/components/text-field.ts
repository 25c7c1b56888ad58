import { html } from "htm/preact";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

export interface TextFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  type?: "text" | "password";
  /** Said below in red, and tied to the field for those who hear the page. */
  problem?: string | undefined;
  /** Said below when there is no problem. */
  hint?: string | undefined;
  autocomplete?: string;
  autofocus?: boolean;
  inputmode?: string;
  disabled?: boolean;
  /** Cannot be changed just now, but keeps the focus. */
  busy?: boolean;
  children?: ComponentChildren;
}

/** A labelled field with the place for what is wrong with it. `children` stand inside, at the end. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (props.autofocus) input.current?.focus();
  }, []);
  const { label, value, problem, hint, type = "text", children } = props;
  const note = problem ?? hint;
  return html`<div class="field ${problem === undefined ? "" : "field-wrong"}">
    <label for=${id}>${label}</label>
    <div class="field-box">
      <input
        id=${id}
        type=${type}
        value=${value}
        spellcheck=${false}
        autocapitalize="none"
        autocomplete=${props.autocomplete ?? "off"}
        autofocus=${props.autofocus ?? false}
        ref=${input}
        inputmode=${props.inputmode}
        disabled=${props.disabled ?? false}
        readonly=${props.busy ?? false}
        aria-invalid=${problem !== undefined}
        aria-describedby=${note === undefined ? undefined : `${id}-note`}
        onInput=${(event: InputEvent) => props.onInput((event.currentTarget as HTMLInputElement).value)}
        onBlur=${props.onBlur}
      />
      ${children}
    </div>
    <p class="field-note" id="${id}-note" role=${problem === undefined ? undefined : "alert"}>${note}</p>
  </div>`;
}

import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { ChatError } from "../../../src/protocol/errors.ts";
import { passwordProblem } from "../../../src/protocol/rules.ts";
import { errorWords } from "../../actions/error-words.ts";
import { changePassword } from "../../actions/sessions.ts";
import { told, words } from "../../words/words.ts";
import { useApp } from "../app-context.ts";
import { TextField } from "../text-field.ts";
import { useProblem } from "../use-problem.ts";

type FieldName = "present" | "new" | "again";
type Fields = Record<FieldName, string>;
type Problem = { field: FieldName; text: string };

const none: Fields = { present: "", new: "", again: "" };

interface PasswordFormProps {
  /** With how many other sessions that ended. */
  onDone: (ended: number) => void;
  onCancel: () => void;
}

/** Sets a new password; what is wrong is said next to the field it is about. */
export function PasswordForm({ onDone, onCancel }: PasswordFormProps) {
  const app = useApp();
  const [fields, setFields] = useState(none);
  const [problem, setProblem] = useFieldProblem();
  const [busy, setBusy] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    const found = firstProblem(fields);
    setProblem(found);
    if (found !== undefined || busy) return;
    setBusy(true);
    changePassword(app, fields.present, fields.new).then(onDone, (error: unknown) => {
      setBusy(false);
      setProblem({ field: isWrongPassword(error) ? "present" : "new", text: errorWords(error) });
    });
  };
  const field = (name: FieldName) =>
    html`<${TextField}
      key=${name}
      label=${words().devices[name]}
      type="password"
      value=${fields[name]}
      onInput=${(text: string) => {
        setFields({ ...fields, [name]: text });
        setProblem(undefined);
      }}
      problem=${problem?.field === name ? problem.text : undefined}
      hint=${name === "new" ? words().devices.new_hint : undefined}
      autocomplete=${name === "present" ? "current-password" : "new-password"}
      autofocus=${name === "present"}
      busy=${busy}
    />`;
  return html`<form
    class="password-form"
    aria-label=${words().devices.change_password}
    onSubmit=${submit}
    novalidate
  >
    ${field("present")} ${field("new")} ${field("again")}
    <div class="dialog-actions">
      <button class="button" type="button" onClick=${onCancel}>${words().common.cancel}</button>
      <button class="button button-primary" aria-disabled=${busy}>${words().devices.change_password}</button>
    </div>
  </form>`;
}

function useFieldProblem() {
  const [text, setText] = useProblem();
  const [field, setField] = useState<FieldName>("present");
  const set = (problem: Problem | undefined) => {
    setText(problem?.text);
    if (problem !== undefined) setField(problem.field);
  };
  return [text === undefined ? undefined : { field, text }, set] as const;
}

function firstProblem(fields: Fields): Problem | undefined {
  if (fields.present === "") return { field: "present", text: words().devices.present_missing };
  const rule = passwordProblem(fields.new);
  if (rule !== undefined) return { field: "new", text: told(rule) };
  if (fields.again !== fields.new) return { field: "again", text: words().devices.again_differs };
  return undefined;
}

const isWrongPassword = (error: unknown): boolean =>
  error instanceof ChatError && error.code === "wrong_credentials";

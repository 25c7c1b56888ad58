/** What the places have in common where one writes several lines. */

/**
 * Enter that sends: not in code that is not closed yet, nor on a keyboard of glass, which has no Shift to hold, where the button
 * beside the field does it.
 */
export const sends = (event: KeyboardEvent): boolean =>
  event.key === "Enter" &&
  !event.shiftKey &&
  !isInCode(event.currentTarget as HTMLTextAreaElement) &&
  !matchMedia("(pointer: coarse)").matches;

const isInCode = ({ value, selectionStart }: HTMLTextAreaElement): boolean =>
  /^```/m.test(value.slice(0, selectionStart).replace(/^```[^]*?```/gm, ""));

/** Makes a field as high as its text, up to the height that the stylesheet allows. */
export function fitHeight(field: HTMLTextAreaElement | null): void {
  const box = field?.parentElement;
  if (!field || !box) return;
  // The box keeps its height while the field is measured, or the messages above would move for a moment.
  box.style.height = `${box.offsetHeight}px`;
  field.style.height = "0";
  field.style.height = `${field.scrollHeight}px`;
  box.style.height = "";
}

/** Puts a text in the place of what is selected, so that undoing takes it back. No other way of writing does that. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  document.execCommand("insertText", false, text);
}

const signs: Readonly<Record<string, string>> = { b: "**", i: "*" };

/** Ctrl (on a Mac Cmd) with B or I sets signs around what is selected, or takes them away. False for any other key. */
export function marksSelection(event: KeyboardEvent): boolean {
  const has_command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const sign = has_command ? signs[event.key.toLowerCase()] : undefined;
  if (sign === undefined || !(event.currentTarget instanceof HTMLTextAreaElement)) return false;
  wrapSelection(event.currentTarget, sign);
  return true;
}

/** Without a selection the writing mark stands between the signs. */
function wrapSelection(field: HTMLTextAreaElement, sign: string): void {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const inside = value.slice(from, to);
  const is_wrapped = value.slice(0, from).endsWith(sign) && value.startsWith(sign, to);
  if (is_wrapped) field.setSelectionRange(from - sign.length, to + sign.length);
  insertText(field, is_wrapped ? inside : sign + inside + sign);
  const start = is_wrapped ? from - sign.length : from + sign.length;
  field.setSelectionRange(start, start + inside.length);
}

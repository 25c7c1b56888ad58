/** What the places have in common where one writes several lines. */

/** Enter, but not with Shift, and not the one that ends a composition of an input method (229 in WebKit). */
export const endsLine = (event: KeyboardEvent): boolean =>
  event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;

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

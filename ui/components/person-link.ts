import type { User } from "../../src/protocol/fields.ts";
import { showPerson } from "../actions/person-card.ts";
import type { App } from "../app.ts";
import type { PersonCard } from "../state/person-card.ts";

/** Shows the card of somebody beside what was pressed. */
export const cardOpener =
  (app: App, user: User) =>
  (event: Event): void =>
    showPerson(app, user, besideOf(event));

/** Where what was pressed is. It has the focus from then on in every browser, so that it comes back there. */
export function besideOf(event: Event): PersonCard["beside"] {
  const pressed = event.currentTarget as HTMLElement;
  // A picture beside a name is for the pointer only: the focus belongs to the name.
  const named = pressed.parentElement?.querySelector<HTMLElement>(".person-link");
  (pressed.ariaHidden === "true" ? named : pressed)?.focus({ preventScroll: true });
  const { top, left, right } = pressed.getBoundingClientRect();
  return { top, left, right };
}

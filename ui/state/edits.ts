import type { State } from "./state.ts";

type Edits = Pick<State, "edit_texts" | "editing_id">;

/** Without what is half changed of these messages, and the field that is open for one of them. */
export function withoutEdits(state: Edits, ids: readonly number[]): Partial<Edits> {
  const edit_texts = new Map([...state.edit_texts].filter(([id]) => !ids.includes(id)));
  return {
    ...(edit_texts.size < state.edit_texts.size && { edit_texts }),
    ...(ids.includes(state.editing_id ?? 0) && { editing_id: null }),
  };
}

/** Which messages are half changed that are held as deleted. */
export const editedInVain = (timelines: State["timelines"], edit_texts: State["edit_texts"]): number[] =>
  [...timelines.values()].flatMap(({ messages }) =>
    messages.flatMap(({ id, deleted_at_ms }) => (deleted_at_ms !== null && edit_texts.has(id) ? id : [])),
  );

/** What a snack offers. */
export type SnackAction = "undo_delete";

/** A short sentence; `id` tells two alike apart. */
export interface Snack {
  id: number;
  text: string;
  action: SnackAction | undefined;
}

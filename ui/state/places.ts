/** A message, and how far its top was below the upper edge of the list. */
export interface Place {
  seq: number;
  offset_px: number;
}

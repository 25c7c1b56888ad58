import type { App } from "../app.ts";
import type { Place } from "../state/places.ts";

/** Remembers where one was in a channel that is left; undefined at its end. */
export function keepPlace({ store }: App, channel_id: number, place: Place | undefined): void {
  const places = new Map(store.state.places);
  if (place === undefined) places.delete(channel_id);
  else places.set(channel_id, place);
  store.commit({ places });
}

import type { App } from "../app.ts";
import type { Place } from "../state/places.ts";

/** Of so many channels, those that one was in last. */
const places_max = 50;

/** Remembers where one is in a channel; undefined at its end. */
export function keepPlace({ store }: App, channel_id: number, place: Place | undefined): void {
  const before = store.state.places.get(channel_id);
  if (place?.seq === before?.seq && place?.offset_px === before?.offset_px) return;
  const others = [...store.state.places].filter(([id]) => id !== channel_id);
  store.commit({
    places: new Map(
      place === undefined ? others : [...others, [channel_id, place] as const].slice(-places_max),
    ),
  });
}

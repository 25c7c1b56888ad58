import type { App } from "../app.ts";
import type { Destination } from "../state/switcher.ts";
import { openDirectMessage, visitChannel } from "./channel-membership.ts";

/** Opens the place, joining it or beginning it first where that is needed. */
export async function goTo(app: App, place: Destination["go_to"]): Promise<void> {
  if ("username" in place) await openDirectMessage(app, [place.username]);
  else await visitChannel(app, place.channel.id);
}

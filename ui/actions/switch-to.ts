import type { App } from "../app.ts";
import type { Destination } from "../state/switcher.ts";
import { joinChannel, openDirectMessage } from "./channel-membership.ts";
import { openChannel } from "./open-channel.ts";

/** Opens the place, joining it or beginning it first where that is needed. */
export async function goTo(app: App, place: Destination["go_to"]): Promise<void> {
  if ("username" in place) await openDirectMessage(app, [place.username]);
  else if (place.channel.joined) openChannel(app, place.channel.id);
  else await joinChannel(app, place.channel.id);
}

import type { App } from "../app.ts";
import { messagePlace } from "../text/links.ts";
import { words } from "../words/words.ts";
import { jumpTo } from "./jump.ts";
import { openChannel } from "./open-channel.ts";
import { attempt, say } from "./say.ts";

/** Opens what a message links to: a message of this server here, all else outside. */
export function openLink(app: App, url: string): void {
  const place = messagePlace(url);
  if (place === undefined) return app.bridge.post({ type: "open_link", url });
  const { server, channels } = app.store.state;
  if (place.server_id !== server?.id) return say(app, words().message_actions.on_another_server);
  if (channels.get(place.channel_id)?.joined !== true)
    return say(app, words().message_actions.not_in_its_channel);
  openChannel(app, place.channel_id);
  attempt(app, jumpTo(app, place.channel_id, place.seq));
}

import type { Channel } from "../../src/protocol/channel.ts";
import { chatLink } from "../text/chat-link.ts";
import { dmPeer } from "./channels.ts";
import { givenAddress } from "./own-server.ts";
import type { State } from "./state.ts";

/** The link to a channel, or to the other side of a direct message of two; undefined for a group, and where the page is reached at another address than the server. */
export function channelLink({ server, me, place, hosting }: State, channel: Channel): string | undefined {
  if (server === null || place === "web") return undefined;
  const address = givenAddress(hosting, server.address);
  if (channel.kind !== "dm")
    return chatLink(address, { kind: "channel", name: channel.name ?? "", seq: null });
  const username = dmPeer(channel, me?.user_id)?.username;
  return username === undefined ? undefined : chatLink(address, { kind: "person", username });
}

import type { Context } from "../domain/context.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import { PeerV2 } from "./peer-v2.ts";
import { ClientV1 } from "./v1/client.ts";
import { CrossingTrail } from "./v1/crossing-trail.ts";
import { Directory } from "./v1/directory.ts";
import { PeerV1 } from "./v1/peer-v1.ts";

/** A connection whose first payload is `hello` speaks protocol 2, any other speaks protocol 1. */
export function createSpeaker(context: Context): ConnectionParts["speak"] {
  const directory = new Directory();
  const trail = new CrossingTrail();
  return (first_payload, session, line) =>
    isHello(first_payload)
      ? new PeerV2(context, session, line)
      : new PeerV1(new ClientV1(context, session, line, directory, trail));
}

/** Where there have never been clients of protocol 1: every connection speaks protocol 2. */
export const createSpeakerV2 =
  (context: Context): ConnectionParts["speak"] =>
  (_first_payload, session, line) =>
    new PeerV2(context, session, line);

const isHello = (payload: unknown): boolean =>
  typeof payload === "object" && payload !== null && "type" in payload && payload.type === "hello";

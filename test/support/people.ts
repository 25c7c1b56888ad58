import type { EventBody } from "../../src/protocol/registry.ts";
import type { Address, Frame } from "./frame-socket.ts";
import { PeerV1 } from "./v1-peer.ts";
import { PeerV2 } from "./v2-peer.ts";

type People<Name extends string, Peer> = { [N in Name]: Peer } & Disposable;

let names_made = 0;

/** A name that nobody has at a server that tests share. */
export const newName = (): string => `new_${++names_made}`;

/**
 * Registers people with protocol 1, one after the other. When it resolves all have been told that all are online,
 * and nobody has anything unread. Use with `using`.
 */
export function friendsV1<Name extends string>(
  address: Address,
  ...names: Name[]
): Promise<People<Name, PeerV1>> {
  const tellsOf = ({ type, username }: Frame, name: string) => type === "status_change" && username === name;
  return gather(names, (name) => PeerV1.register(address, name), tellsOf);
}

/** The same with protocol 2. */
export function friends<Name extends string>(
  address: Address,
  ...names: Name[]
): Promise<People<Name, PeerV2>> {
  const tellsOf = ({ type, body }: Frame, name: string) =>
    type === "presence.changed" &&
    (body as EventBody<"presence.changed">).users.some(({ username }) => username === name);
  return gather(names, (name) => PeerV2.register(address, name), tellsOf);
}

interface AnyPeer extends Disposable {
  fence(): Promise<unknown>;
  nextFrame(fits: (frame: Frame) => boolean): Promise<Frame>;
}

async function gather<Name extends string, Peer extends AnyPeer>(
  names: Name[],
  join: (name: Name) => Promise<Peer>,
  tellsOf: (frame: Frame, name: Name) => boolean,
): Promise<People<Name, Peer>> {
  const peers: [Name, Peer][] = [];
  for (const name of names) peers.push([name, await join(name)]);
  // Presence comes a moment later than the login, to everybody at once.
  const [first, ...others] = peers;
  const [last_name] = others.at(-1) ?? [];
  if (first && last_name !== undefined) await first[1].nextFrame((frame) => tellsOf(frame, last_name));
  for (const [, peer] of peers) await peer.fence();
  return {
    ...(Object.fromEntries(peers) as { [N in Name]: Peer }),
    [Symbol.dispose]() {
      for (const [, peer] of peers) peer[Symbol.dispose]();
    },
  };
}

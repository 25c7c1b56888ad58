import type { Address } from "./frame-socket.ts";
import { PeerV1 } from "./v1-peer.ts";
import { PeerV2 } from "./v2-peer.ts";

type People<Name extends string, Peer> = { [N in Name]: Peer } & Disposable;

/** Registers people with protocol 1, one after the other; nobody has anything unread. Use with `using`. */
export function friendsV1<Name extends string>(
  address: Address,
  ...names: Name[]
): Promise<People<Name, PeerV1>> {
  return gather(names, (name) => PeerV1.register(address, name));
}

/** The same with protocol 2. */
export function friends<Name extends string>(
  address: Address,
  ...names: Name[]
): Promise<People<Name, PeerV2>> {
  return gather(names, (name) => PeerV2.register(address, name));
}

async function gather<Name extends string, Peer extends Disposable & { fence(): Promise<unknown> }>(
  names: Name[],
  join: (name: Name) => Promise<Peer>,
): Promise<People<Name, Peer>> {
  const peers: [Name, Peer][] = [];
  for (const name of names) peers.push([name, await join(name)]);
  for (const [, peer] of peers) await peer.fence();
  return {
    ...(Object.fromEntries(peers) as { [N in Name]: Peer }),
    [Symbol.dispose]() {
      for (const [, peer] of peers) peer[Symbol.dispose]();
    },
  };
}

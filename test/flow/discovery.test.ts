import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";

import { lanAddresses } from "../../src/lan/multicast.ts";
import type { FoundServer } from "../../src/protocol/bridge-hosting.ts";
import { BridgePeer } from "../support/bridge-peer.ts";
import { startServer, temporaryFolder } from "../support/server.ts";

setDefaultTimeout(30_000);

/** A machine in no network has nobody to announce anything to. */
const in_network = test.if(lanAddresses().length > 0);

let folder = "";
let client: BridgePeer;
beforeAll(async () => {
  folder = await temporaryFolder();
  client = await BridgePeer.open(folder);
  client.post({ type: "discover.start" });
});
afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Waits until the list is so. Other servers of this network may be on it. */
const found = (isWanted: (servers: FoundServer[]) => boolean, peer = client) =>
  peer.next("discover.found", ({ servers }) => isWanted(servers), Math.max(0, peer.messages.length - 1));

const named = (name: string) => (servers: FoundServer[]) => servers.some((server) => server.name === name);

in_network("a server on all addresses is found by a client nearby, and gone when it ends", async () => {
  const name = `Nearby ${crypto.randomUUID().slice(0, 8)}`;
  await using server = await startServer({ tls: true, args: ["--host", "::", "--name", name] });
  const { servers } = await found(named(name));
  const [fingerprint] = /([0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(server.start_block) ?? [];
  const one = servers.find((server_found) => server_found.name === name);
  expect(lanAddresses()).toContain(one?.host ?? "");
  expect(one).toMatchObject({
    port: server.port,
    tls: true,
    certificate: fingerprint,
    is_here: true,
  });
  expect(await server.stop()).toBe(0);
  await found((now) => !named(name)(now));
});

in_network("a server that listens to this computer alone, or is told not to, announces nothing", async () => {
  const quiet = "Quiet one";
  await using _alone = await startServer({ args: ["--name", quiet] });
  await using _told = await startServer({ args: ["--host", "0.0.0.0", "--no-announce", "--name", quiet] });
  const name = `Loud ${crypto.randomUUID().slice(0, 8)}`;
  await using _loud = await startServer({ args: ["--host", "0.0.0.0", "--name", name] });
  await found(named(name));
  // Whoever is there answers this: asked again, and answered by the loud one.
  const from = client.messages.length;
  client.post({ type: "discover.start" });
  const { servers } = await client.next("discover.found", ({ servers: all }) => named(name)(all), from);
  expect(servers.filter((server) => server.name === quiet)).toEqual([]);
  expect(_told.log()).not.toContain("announced");
});

in_network("a host that is a name is announced where it leads, or it is said that it is not", async () => {
  // To the system 0 is a name of all addresses, and 127.1 one of this computer's own.
  await using all = await startServer({ args: ["--host", "0"] });
  await all.logged(/ announced /);
  await using own = await startServer({ args: ["--host", "127.1"] });
  await own.logged(/ not_announced .*127\.0\.0\.1/);
});

in_network("a search that was stopped hears nothing more", async () => {
  const name = `After the end ${crypto.randomUUID().slice(0, 8)}`;
  const other_folder = await temporaryFolder();
  await using other = await BridgePeer.open(other_folder);
  await other.ask({ type: "discover.start" }, "discover.found");
  client.post({ type: "discover.stop" });
  await client.ask({ type: "hosting.ask" }, "hosting");
  const from = client.messages.length;
  await using server = await startServer({ args: ["--host", "0.0.0.0", "--name", name] });
  await found(named(name), other);
  await server.stop();
  // What is heard is told a moment later: who still searched would have told of it before it was gone.
  await found((now) => !named(name)(now), other);
  await client.ask({ type: "hosting.ask" }, "hosting");
  expect(client.messages.slice(from).filter(({ type }) => type === "discover.found")).toEqual([]);
  await rm(other_folder, { recursive: true });
});

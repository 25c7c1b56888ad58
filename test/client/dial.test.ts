import { expect, test } from "bun:test";

import type { Socket } from "bun";

import { dial, type Dialed, type DialOptions } from "../../src/client/dial.ts";
import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { Authority, selfSigned } from "./authority.ts";
import { Listener } from "./listener.ts";
import { MemoryPins } from "./memory-pins.ts";

const authority = await Authority.create();
const own = await selfSigned("localhost");
const other = await selfSigned("localhost");

const address = (port: number, options: Partial<ServerAddress> = {}): ServerAddress => ({
  host: "127.0.0.1",
  port,
  tls: true,
  ...options,
});

const dialWith = (server: ServerAddress, options: Partial<DialOptions> = {}): Promise<Dialed> =>
  dial({ server, pins: new MemoryPins(), authorities: [authority.pem], ...options });

/** The result without what only a socket has. */
async function outcomeOf(dialed: Promise<Dialed>) {
  const result = await dialed;
  if (result.outcome !== "up") return result;
  result.wire.close();
  return { outcome: result.outcome, tls: result.tls };
}

/** A port where nobody listens just now. */
function freePort(): number {
  using listener = new Listener();
  return listener.port;
}

test("a plain server is up, and says nothing of TLS", async () => {
  using server = new Listener();
  expect(await outcomeOf(dialWith(address(server.port, { tls: false })))).toEqual({
    outcome: "up",
    tls: null,
  });
});

test("what a server says at once is not lost", async () => {
  using server = new Listener({ greet: "welcome" });
  const dialed = await dialWith(address(server.port, { tls: false }));
  if (dialed.outcome !== "up") throw new Error(dialed.outcome);
  const heard = Promise.withResolvers<string>();
  await server.connection();
  dialed.wire.listen({
    received: (chunk) => heard.resolve(Buffer.from(chunk).toString()),
    drained: () => {},
    closed: () => heard.reject(new Error("closed")),
  });
  expect(await heard.promise).toBe("welcome");
  dialed.wire.close();
});

test("a certificate that an authority signed for this name or address is trusted", async () => {
  using server = new Listener({ certificate: await authority.certify("localhost", "127.0.0.1") });
  for (const host of ["localhost", "127.0.0.1"])
    expect(await outcomeOf(dialWith(address(server.port, { host })))).toMatchObject({
      outcome: "up",
      tls: { trust: "authority" },
    });
});

test.each(["localhost", "127.0.0.1"])(
  "a certificate that an authority signed for somebody else is not trusted as %s",
  async (host) => {
    const certificate = await authority.certify("ana.example");
    using server = new Listener({ certificate });
    const { fingerprint } = certificate;
    expect(await outcomeOf(dialWith(address(server.port, { host })))).toEqual({
      outcome: "untrusted",
      fingerprint,
      pinned: null,
    });
  },
);

test.each(["localhost", "127.0.0.1"])(
  "an authority nobody knows vouches for nothing, as %s",
  async (host) => {
    using server = new Listener({ certificate: await authority.certify(host) });
    const strangers = [(await Authority.create()).pem];
    const dialed = dialWith(address(server.port, { host }), { authorities: strangers });
    expect(await outcomeOf(dialed)).toMatchObject({ outcome: "untrusted" });
    expect(await outcomeOf(dialWith(address(server.port, { host })))).toMatchObject({ outcome: "up" });
  },
);

test.each(["localhost", "127.0.0.1"])(
  "a certificate made out to %s that signs itself is not trusted",
  async (host) => {
    using server = new Listener({ certificate: await selfSigned(host) });
    for (const authorities of [[authority.pem], undefined])
      expect(await outcomeOf(dialWith(address(server.port, { host }), { authorities }))).toMatchObject({
        outcome: "untrusted",
      });
  },
);

test("a certificate is shown at the first meeting, pinned when accepted, and trusted from then on", async () => {
  using server = new Listener({ certificate: own });
  const pins = new MemoryPins();
  const { fingerprint } = own;
  const untrusted = { outcome: "untrusted", fingerprint, pinned: null } as const;
  expect(await outcomeOf(dialWith(address(server.port), { pins }))).toEqual(untrusted);
  expect(pins.kept.size).toBe(0);

  const accepting = dialWith(address(server.port), { pins, trust: fingerprint });
  expect(await outcomeOf(accepting)).toEqual({ outcome: "up", tls: { fingerprint, trust: "accepted" } });

  const again = dialWith(address(server.port), { pins });
  expect(await outcomeOf(again)).toEqual({ outcome: "up", tls: { fingerprint, trust: "pinned" } });
});

test("a changed certificate is refused and both fingerprints are told, until the new one is accepted", async () => {
  using server = new Listener({ certificate: other });
  const pins = new MemoryPins();
  pins.pin(address(server.port), own.fingerprint);
  const changed = {
    outcome: "untrusted",
    fingerprint: other.fingerprint,
    pinned: own.fingerprint,
  } as const;
  expect(await outcomeOf(dialWith(address(server.port), { pins }))).toEqual(changed);
  const wrong = dialWith(address(server.port), { pins, trust: own.fingerprint.replace(/^../, "00") });
  expect(await outcomeOf(wrong)).toEqual(changed);
  const right = dialWith(address(server.port), { pins, trust: other.fingerprint });
  expect(await outcomeOf(right)).toMatchObject({ outcome: "up", tls: { trust: "accepted" } });
  expect(pins.pinned(address(server.port))).toBe(other.fingerprint);
});

test("an untrusted server gets no byte of ours", async () => {
  using server = new Listener({ certificate: own });
  expect(await outcomeOf(dialWith(address(server.port)))).toMatchObject({ outcome: "untrusted" });
  // The accepted one does get bytes, so that silence above means something.
  const dialed = await dialWith(address(server.port), { trust: own.fingerprint });
  if (dialed.outcome !== "up") throw new Error(dialed.outcome);
  dialed.wire.write(Buffer.from("\0\0\0\x02{}"));
  expect(await server.frame()).toEqual({});
  dialed.wire.close();
});

test("nobody listens: refused, in words", async () => {
  const port = freePort();
  expect(await outcomeOf(dialWith(address(port)))).toEqual({
    outcome: "down",
    code: "refused",
    message: `Nobody answers at 127.0.0.1:${port}. Is the server running?`,
  });
});

test("an unknown host is named", async () => {
  const dialed = await outcomeOf(dialWith(address(5050, { host: "ana.invalid" })));
  expect(dialed).toMatchObject({
    outcome: "down",
    code: "unreachable",
    message: expect.stringContaining("ana.invalid"),
  });
});

test("TLS to a server without TLS says which switch to turn", async () => {
  using server = new Listener({ greet: "\0\0\0\x02{}" });
  const dialed = await outcomeOf(dialWith(address(server.port)));
  expect(dialed).toMatchObject({
    outcome: "down",
    code: "not_tls",
    message: expect.stringContaining('"Use TLS"'),
  });
});

test.each([
  ["with a FIN", (socket: Socket) => socket.end()],
  ["with a reset", (socket: Socket) => socket.terminate()],
])("a handshake that is cut %s says nothing about TLS, and nothing of turning it off", async (_how, cut) => {
  using server = new Listener();
  const dialed = outcomeOf(dialWith(address(server.port)));
  cut(await server.connection());
  const result = await dialed;
  expect(result).toMatchObject({ outcome: "down", code: "lost" });
  expect(JSON.stringify(result)).not.toContain("Use TLS");
});

test("one that has spoken TLS before and answers without is taken for a broken connection", async () => {
  using server = new Listener({ greet: "\0\0\0\x02{}" });
  const pins = new MemoryPins();
  expect(await outcomeOf(dialWith(address(server.port), { pins }))).toMatchObject({ code: "not_tls" });
  pins.pin(address(server.port), own.fingerprint);
  const known = await outcomeOf(dialWith(address(server.port), { pins }));
  expect(known).toMatchObject({ outcome: "down", code: "lost" });
  expect(JSON.stringify(known)).not.toContain("Use TLS");
});

test("a server that speaks TLS but does not come to terms is no server without it", async () => {
  const alert = Uint8Array.of(0x15, 3, 3, 0, 2, 2, 40);
  using server = new Listener({ greet: alert });
  const dialed = await outcomeOf(dialWith(address(server.port)));
  expect(dialed).toMatchObject({ outcome: "down", code: "unreachable" });
  expect(JSON.stringify(dialed)).not.toContain("Use TLS");
});

test("a server that never answers the handshake is given up, and that is no reason to turn TLS off", async () => {
  using server = new Listener();
  const dialed = await outcomeOf(dialWith(address(server.port), { handshake_timeout_ms: 30 }));
  expect(dialed).toMatchObject({ outcome: "down", code: "unreachable" });
  expect(JSON.stringify(dialed)).not.toContain("Use TLS");
});

test("an address of version 6 works with and without brackets", async () => {
  using server = new Listener({ hostname: "::1" });
  for (const host of ["::1", "[::1]"])
    expect(await outcomeOf(dialWith(address(server.port, { host, tls: false })))).toMatchObject({
      outcome: "up",
    });
});

test("a dial that is given up ends its connection and tells nothing", async () => {
  using server = new Listener();
  const stop = new AbortController();
  let told = false;
  void dialWith(address(server.port), { signal: stop.signal }).then(() => (told = true));
  await server.connection();
  stop.abort();
  await server.empty();
  expect(told).toBe(false);
});

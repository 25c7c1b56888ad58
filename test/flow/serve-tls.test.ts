import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { createCertificate, readCertificate, writeCertificate } from "../../src/system/certificates.ts";
import { createRsaCertificate } from "../support/rsa-certificate.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const fingerprintIn = (start_block: string): string =>
  /([0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(start_block)?.[0] ?? "none";

test("the first start makes a certificate, shows its fingerprint, and the next one keeps it", async () => {
  const shown: string[] = [];
  for (const _start of ["first", "second"]) {
    await using server = await startServer({ folder, tls: true });
    shown.push(fingerprintIn(server.start_block));
    using guest = await PeerV1.connect(server);
    expect(guest.fingerprint).toBe(fingerprintIn(server.start_block));
    expect(await server.stop()).toBe(0);
  }
  expect(shown[0]).toBe(shown[1] ?? "");
  expect((await readdir(join(folder, "certs"))).toSorted()).toEqual(["server.crt", "server.key"]);
  expect((await stat(join(folder, "certs", "server.key"))).mode & 0o777).toBe(0o600);
  const made = await readCertificate(join(folder, "certs/server.crt"), join(folder, "certs/server.key"));
  expect(made.names).toEqual(expect.arrayContaining(["localhost", "127.0.0.1", "::1"]));
});

describe("certificates of one's own", () => {
  const start = (...args: string[]) => startServer({ folder, tls: true, args });
  const named = ["--cert", "my.crt", "--key", "my.key"];
  const paths = () => ({ cert_path: join(folder, "my.crt"), key_path: join(folder, "my.key") });

  test("an RSA certificate in a chain", async () => {
    const [rsa, above] = await Promise.all([createRsaCertificate("localhost"), createRsaCertificate("ca")]);
    await writeCertificate(paths(), { ...rsa, cert_pem: rsa.cert_pem + above.cert_pem });
    await using server = await start(...named);
    using ana = await PeerV2.register(server, "ana");
    expect(ana.fingerprint).toBe(rsa.fingerprint);
    expect(fingerprintIn(server.start_block)).toBe(rsa.fingerprint);
    await server.stop();
  });

  test("an expired one starts with a warning", async () => {
    await writeCertificate(paths(), await createCertificate({ names: ["localhost"], days: -1 / 48 }));
    await using server = await start(...named);
    expect(server.start_block).toMatch(/WARNING.+my\.crt expired/);
    using ana = await PeerV2.register(server, "ana");
    expect(ana.user.username).toBe("ana");
    await server.stop();
  });
});

test("who finishes no TLS, says nothing or only half a frame is sent away after 15 s; who talks is not", async () => {
  await using server = await startServer({ tls: true });
  await using plain = await startServer();
  const { host, port } = server;
  const silent_tls = await PeerV1.connect({ host, port, tls: false });
  const silent = await Promise.all([PeerV1.connect(server), PeerV1.connect(plain)]);
  const slow = await PeerV1.connect(plain);
  slow.write(new Uint8Array([0, 0, 0, 90, 123]));
  using ana = await PeerV2.register(plain, "ana");
  await Promise.all([silent_tls, slow, ...silent].map((peer) => peer.closed));
  for (const peer of silent) expect(peer.waiting).toMatchObject([{ type: "error", code: "login_timeout" }]);
  expect((await ana.fence()).map(({ type }) => type)).toEqual(["presence.changed"]);
}, 30_000);

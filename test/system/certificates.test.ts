import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { chmod, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import {
  CertificateError,
  createCertificate,
  ensureCertificate,
  finishWriting,
  readCertificate,
  writeCertificate,
} from "../../src/system/certificates.ts";
import { hostNames } from "../../src/system/host-names.ts";
import { newFolder } from "../support/folders.ts";
import { createRsaCertificate } from "../support/rsa-certificate.ts";

let dir = "";
beforeAll(async () => {
  dir = newFolder("chat-certificates-");
});
afterAll(() => rm(dir, { recursive: true }));

let folders = 0;
const freshPaths = () => {
  const folder = join(dir, String(++folders));
  return { cert_path: join(folder, "server.crt"), key_path: join(folder, "server.key") };
};

const names = ["localhost", "chat.example", "127.0.0.1", "::1"];
const made = await createCertificate({ names, days: 30 });
const rsa = await createRsaCertificate("localhost");

describe("createCertificate", () => {
  const x509 = new X509Certificate(made.cert_pem);

  test("is for the names given, for a server, and no authority", () => {
    expect(x509.checkHost("chat.example")).toBe("chat.example");
    expect(x509.checkHost("other.example")).toBeUndefined();
    expect(x509.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(x509.subject).toBe("CN=localhost");
    expect(x509.ca).toBe(false);
    expect(x509.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(x509.verify(x509.publicKey)).toBe(true);
  });

  test("is good from some time ago for as many days as asked", () => {
    expect(Date.parse(x509.validFrom)).toBeLessThan(Date.now() - 60_000);
    expect((Date.parse(x509.validTo) - Date.now()) / 86_400_000).toBeCloseTo(30, 2);
  });

  test("two of them have different keys and fingerprints", async () => {
    const other = await createCertificate({ names, days: 30 });
    expect(other.key_pem).not.toBe(made.key_pem);
    expect(other.fingerprint).not.toBe(made.fingerprint);
  });

  test("a long host name is no common name but still an alternative one", async () => {
    const long = `${"a".repeat(60)}.${"b".repeat(60)}.example`;
    const { cert_pem } = await createCertificate({ names: [long], days: 1 });
    expect(new X509Certificate(cert_pem).checkHost(long)).toBe(long);
  });

  test.each(["", "two words", "-", "a..b", "http://chat.example", "1.2.3.4:5050", "x".repeat(64)])(
    "refuses the name %p",
    async (name) => {
      const problem = await createCertificate({ names: [name], days: 1 }).catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(CertificateError);
    },
  );
});

test("a TLS client sees the fingerprint that was shown", async () => {
  const seen = Promise.withResolvers<string>();
  const ignore = { open() {}, data() {} };
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    tls: { cert: made.cert_pem, key: made.key_pem },
    socket: ignore,
  });
  const client = await Bun.connect({
    hostname: "127.0.0.1",
    port: server.port,
    tls: { ca: made.cert_pem, serverName: "localhost" },
    socket: {
      ...ignore,
      handshake: (socket, authorized, error) =>
        authorized
          ? seen.resolve(socket.getPeerCertificate().fingerprint256)
          : seen.reject(error ?? new Error("not authorized")),
    },
  });
  expect(await seen.promise).toBe(made.fingerprint);
  expect(made.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  client.end();
  server.stop(true);
});

describe("writeCertificate and readCertificate", () => {
  test("what was written is read, the key for its owner alone", async () => {
    const paths = freshPaths();
    await writeCertificate(paths, made);
    const { expires_at, warnings, ...read } = await readCertificate(paths.cert_path, paths.key_path);
    expect(read).toEqual({ ...made, names });
    expect(expires_at.getTime()).toBeGreaterThan(Date.now());
    expect(warnings).toEqual([]);
    expect((await stat(paths.key_path)).mode & 0o777).toBe(0o600);
    expect((await readdir(join(paths.key_path, ".."))).toSorted()).toEqual(["server.crt", "server.key"]);
  });

  test("takes RSA keys and chains", async () => {
    const paths = freshPaths();
    await writeCertificate(paths, { ...rsa, cert_pem: rsa.cert_pem + made.cert_pem });
    const read = await readCertificate(paths.cert_path, paths.key_path);
    expect(read.fingerprint).toBe(rsa.fingerprint);
  });

  test("warns of an expired certificate and of a key that all can read, and takes both", async () => {
    const paths = freshPaths();
    await writeCertificate(paths, await createCertificate({ names, days: -1 / 48 }));
    await chmod(paths.key_path, 0o644);
    const { warnings } = await readCertificate(paths.cert_path, paths.key_path);
    expect(warnings).toEqual([
      expect.stringContaining("expired"),
      expect.stringContaining("every user of this machine"),
    ]);
  });

  const other = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
  const pem = { type: "pkcs8", format: "pem" } as const;
  const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  test.each([
    ["a missing certificate", null, made.key_pem, "server.crt cannot be read: there is no such file"],
    ["a missing key", made.cert_pem, null, "server.key cannot be read: there is no such file"],
    ["a certificate that is no PEM", "hello", made.key_pem, "server.crt is not in PEM form"],
    ["a key that is no PEM", made.cert_pem, "", "server.key is not in PEM form"],
    ["a certificate of garbage", broken, made.key_pem, "no certificate in it that can be read"],
    ["a key of garbage", made.cert_pem, broken, "no private key in it that can be read"],
    ["swapped files", made.key_pem, made.cert_pem, "no certificate in it that can be read"],
    ["the key of another", made.cert_pem, other.export(pem).toString(), "does not belong"],
    [
      "an encrypted key",
      made.cert_pem,
      other.export({ ...pem, cipher: "aes-256-cbc", passphrase: "secret" }).toString(),
      "protected by a passphrase",
    ],
  ])("refuses %s and says so", async (_what, cert_pem, key_pem, message) => {
    const paths = freshPaths();
    if (cert_pem !== null) await Bun.write(paths.cert_path, cert_pem);
    if (key_pem !== null) await Bun.write(paths.key_path, key_pem);
    const problem = await readCertificate(paths.cert_path, paths.key_path).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(CertificateError);
    expect(String(problem)).toContain(message);
  });

  test("refuses a directory and a place that cannot be written", async () => {
    const { cert_path } = freshPaths();
    await expect(readCertificate(dir, dir)).rejects.toThrow("it is a directory");
    await Bun.write(cert_path, "a file");
    const inside = { cert_path: join(cert_path, "server.crt"), key_path: join(cert_path, "server.key") };
    await expect(writeCertificate(inside, made)).rejects.toThrow("cannot be written");
  });
});

describe("ensureCertificate", () => {
  test("makes the default files once", async () => {
    const paths = freshPaths();
    const first = await ensureCertificate({ ...paths, explicit: false, names });
    const again = await ensureCertificate({ ...paths, explicit: false, names });
    expect([first.made, again.made]).toEqual([true, false]);
    expect(again.fingerprint).toBe(first.fingerprint);
    expect((first.expires_at.getTime() - Date.now()) / 86_400_000).toBeCloseTo(365, 2);
  });

  test("never makes files that someone named", async () => {
    const paths = freshPaths();
    await expect(ensureCertificate({ ...paths, explicit: true, names })).rejects.toThrow("no such file");
    await expect(stat(join(paths.cert_path, ".."))).rejects.toThrow();
  });

  test("does not replace half a pair that is not its own", async () => {
    const paths = freshPaths();
    await Bun.write(paths.key_path, made.key_pem);
    await expect(ensureCertificate({ ...paths, explicit: false, names })).rejects.toThrow("--force");
    expect(await Bun.file(paths.key_path).text()).toBe(made.key_pem);
  });
});

const crashed = async (steps: (paths: ReturnType<typeof freshPaths>) => Promise<unknown>) => {
  const paths = freshPaths();
  await steps(paths);
  const ensured = await ensureCertificate({ ...paths, explicit: false, names });
  expect((await readdir(join(paths.key_path, ".."))).toSorted()).toEqual(["server.crt", "server.key"]);
  return ensured;
};

describe("after a crash in the middle of writing", () => {
  test("the first pair, only the certificate written: a new pair", async () => {
    const ensured = await crashed(({ cert_path }) => Bun.write(`${cert_path}.new`, made.cert_pem));
    expect(ensured.made).toBe(true);
  });

  test("the first pair, the key half written: a new pair", async () => {
    const ensured = await crashed(async ({ cert_path, key_path }) => {
      await Bun.write(`${cert_path}.new`, made.cert_pem);
      await Bun.write(`${key_path}.new`, made.key_pem.slice(0, 40));
    });
    expect(ensured.made).toBe(true);
  });

  test("over an old pair, nothing renamed yet: the old pair", async () => {
    const ensured = await crashed(async (paths) => {
      await writeCertificate(paths, rsa);
      await Bun.write(`${paths.cert_path}.new`, made.cert_pem);
      await Bun.write(`${paths.key_path}.new`, made.key_pem);
    });
    expect(ensured.fingerprint).toBe(rsa.fingerprint);
  });

  test("over an old pair, the key renamed: the new pair", async () => {
    const ensured = await crashed(async (paths) => {
      await writeCertificate(paths, rsa);
      await Bun.write(`${paths.cert_path}.new`, made.cert_pem);
      await Bun.write(`${paths.key_path}.new`, made.key_pem);
      await rename(`${paths.key_path}.new`, paths.key_path);
    });
    expect(ensured.fingerprint).toBe(made.fingerprint);
  });

  test("where nothing was begun nothing is touched", async () => {
    const paths = freshPaths();
    await writeCertificate(paths, made);
    await finishWriting(paths);
    expect((await readCertificate(paths.cert_path, paths.key_path)).fingerprint).toBe(made.fingerprint);
  });
});

test("hostNames has the loopback names and nothing twice", () => {
  const all = hostNames();
  expect(all).toEqual(expect.arrayContaining(["localhost", "127.0.0.1", "::1"]));
  expect(new Set(all).size).toBe(all.length);
});

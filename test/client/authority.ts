import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export interface ServerCertificate {
  cert: string;
  key: string;
  fingerprint: string;
}

/** An authority of the test's own, and certificates it signs. */
export class Authority {
  static async create(): Promise<Authority> {
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: "CN=Authority of a test",
      keys,
      signingAlgorithm: algorithm,
      ...validity(),
      extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    });
    return new Authority(keys, certificate);
  }

  private constructor(
    readonly keys: CryptoKeyPair,
    readonly certificate: x509.X509Certificate,
  ) {}

  get pem(): string {
    return this.certificate.toString("pem");
  }

  async certify(...names: string[]): Promise<ServerCertificate> {
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${names[0]}`,
      issuer: this.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: algorithm,
      ...validity(),
      extensions: [altNames(names)],
    });
    return serverCertificate(certificate, keys.privateKey);
  }
}

/** A certificate nobody vouches for. */
export async function selfSigned(...names: string[]): Promise<ServerCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${names[0]}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [altNames(names)],
  });
  return serverCertificate(certificate, keys.privateKey);
}

async function serverCertificate(
  certificate: x509.X509Certificate,
  key: CryptoKey,
): Promise<ServerCertificate> {
  const cert = certificate.toString("pem");
  const der = await crypto.subtle.exportKey("pkcs8", key);
  return {
    cert,
    key: x509.PemConverter.encode(der, x509.PemConverter.PrivateKeyTag),
    fingerprint: new X509Certificate(cert).fingerprint256,
  };
}

const altNames = (names: string[]) =>
  new x509.SubjectAlternativeNameExtension(
    names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
  );

const validity = () => ({
  notBefore: new Date(Date.now() - 3_600_000),
  notAfter: new Date(Date.now() + 86_400_000),
});

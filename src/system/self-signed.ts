import "reflect-metadata";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";

import type { X509CertificateGenerator } from "@peculiar/x509";

type Extensions = NonNullable<
  Parameters<(typeof X509CertificateGenerator)["createSelfSigned"]>[0]["extensions"]
>;

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

const day_ms = 86_400_000;

/** Clocks of clients may be behind ours; a certificate from the future would be refused. */
const backdate_ms = 3_600_000;

/**
 * Makes a self-signed server certificate (ECDSA P-256) that is good from an hour ago for `days` days.
 * `names` are DNS names and IP addresses; the first DNS name is the one it is shown under. Throws
 * RangeError for a name that is neither.
 */
export async function makeSelfSigned(
  names: readonly string[],
  days: number,
): Promise<{ cert_pem: string; key_pem: string }> {
  const alt_names = [...new Set(names.map((name) => name.toLowerCase()))].map(altName);
  // Loaded only when a certificate is made: it weighs several MB and most starts have one already.
  const x509 = await import("@peculiar/x509");
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const extensions: Extensions = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(alt_names),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
  const now_ms = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName(alt_names)] }],
    keys,
    notBefore: new Date(now_ms - backdate_ms),
    notAfter: new Date(now_ms + days * day_ms),
    signingAlgorithm: algorithm,
    extensions,
  });
  const key_der = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    cert_pem: `${certificate.toString("pem")}\n`,
    key_pem: `${x509.PemConverter.encode(key_der, x509.PemConverter.PrivateKeyTag)}\n`,
  };
}

interface AltName {
  type: "dns" | "ip";
  value: string;
}

function altName(name: string): AltName {
  if (isIP(name) !== 0) return { type: "ip", value: name };
  const ascii = domainToASCII(name.replace(/^\*\./, ""));
  if (ascii.length > 253 || !ascii.split(".").every((label) => label_pattern.test(label)))
    throw new RangeError(`"${name}" is neither a host name nor an IP address.`);
  return { type: "dns", value: name.startsWith("*.") ? `*.${ascii}` : ascii };
}

const label_pattern = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** The standard allows 64 characters at most. */
const commonName = (names: readonly AltName[]): string =>
  names.find(({ type, value }) => type === "dns" && value.length <= 64)?.value ?? "chat server";

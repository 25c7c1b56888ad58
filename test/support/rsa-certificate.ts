import "reflect-metadata";
import { X509Certificate } from "node:crypto";

import * as x509 from "@peculiar/x509";

import type { CertificatePair } from "../../src/system/certificates.ts";

const algorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

/** A certificate of the kind people bring along: RSA, not made by our own code. */
export async function createRsaCertificate(name: string): Promise<CertificatePair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const cert_pem = `${certificate.toString("pem")}\n`;
  const key_der = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  const key_pem = x509.PemConverter.encode(key_der, x509.PemConverter.PrivateKeyTag);
  return { cert_pem, key_pem, fingerprint: new X509Certificate(cert_pem).fingerprint256 };
}

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { platform } from "node:os";
import { dirname } from "node:path";

import { makeSelfSigned } from "./self-signed.ts";

/** A certificate with its key, both PEM. */
export interface CertificatePair {
  cert_pem: string;
  key_pem: string;
  /** SHA-256 of the DER, as 32 upper-case pairs with colons: what Bun calls fingerprint256. */
  fingerprint: string;
}

export interface Certificate extends CertificatePair {
  /** DNS names and IP addresses it is good for. */
  names: string[];
  expires_at: Date;
  /** Sentences for a person: expired, not yet valid, a key that everybody can read. */
  warnings: string[];
}

export interface CertificatePaths {
  cert_path: string;
  key_path: string;
}

/** The certificate or its key cannot be used; the message tells a person what is wrong with which file. */
export class CertificateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CertificateError";
  }
}

/** Makes a self-signed certificate (ECDSA P-256). Throws CertificateError for an impossible name. */
export async function createCertificate(options: {
  names: readonly string[];
  days: number;
}): Promise<CertificatePair> {
  const pair = await makeSelfSigned(options.names, options.days).catch((error: unknown) => {
    throw error instanceof RangeError ? new CertificateError(error.message) : error;
  });
  return { ...pair, fingerprint: new X509Certificate(pair.cert_pem).fingerprint256 };
}

/** Reads a certificate (or a chain, its own certificate first) and its key. Throws CertificateError when they cannot be used. */
export async function readCertificate(cert_path: string, key_path: string): Promise<Certificate> {
  const cert_pem = await readPem("certificate", cert_path);
  const key_pem = await readPem("key", key_path);
  const x509 = parseCertificate(cert_pem, cert_path);
  if (!x509.checkPrivateKey(parseKey(key_pem, key_path)))
    throw new CertificateError(`The key ${key_path} does not belong to the certificate ${cert_path}.`);
  return {
    cert_pem,
    key_pem,
    fingerprint: x509.fingerprint256,
    names: namesOf(x509),
    expires_at: new Date(x509.validTo),
    warnings: [...validityWarnings(x509, cert_path), ...(await modeWarnings(key_path))],
  };
}

/**
 * Reads the pair. When `explicit` is false (nobody named these files) and both are missing, makes them
 * for a year. Throws CertificateError when they cannot be used or written.
 */
export async function ensureCertificate(
  options: CertificatePaths & { explicit: boolean; names: readonly string[] },
): Promise<Certificate & { made: boolean }> {
  const { cert_path, key_path, explicit, names } = options;
  if (!explicit) await finishWriting(options);
  const missing = !explicit && !(await exists(cert_path)) && !(await exists(key_path));
  if (missing) await writeCertificate(options, await createCertificate({ names, days: 365 }));
  const certificate = await readCertificate(cert_path, key_path).catch((error: unknown) => {
    if (explicit || !(error instanceof CertificateError)) throw error;
    throw new CertificateError(`${error.message} \`chat certs --force\` makes a new pair.`);
  });
  return { ...certificate, made: missing };
}

/**
 * Writes a pair, over an older one if there is one. Both files are complete on disk under other names before
 * the first takes its place, so a crash in between can be mended by finishWriting.
 * The key is readable by its owner alone from its first byte on.
 */
export async function writeCertificate(paths: CertificatePaths, pair: CertificatePair): Promise<void> {
  const { cert_path, key_path } = paths;
  try {
    await mkdir(dirname(cert_path), { recursive: true });
    await mkdir(dirname(key_path), { recursive: true });
    await writeDurably(unfinished(cert_path), pair.cert_pem, 0o644);
    await writeDurably(unfinished(key_path), pair.key_pem, 0o600);
    await rename(unfinished(key_path), key_path);
    await rename(unfinished(cert_path), cert_path);
  } catch (error) {
    throw new CertificateError(
      `The certificate cannot be written to ${cert_path} and ${key_path}: ${reason(error)}.`,
    );
  }
}

/** Ends what a crash inside writeCertificate left: puts the certificate beside its new key, or clears away an attempt that changed nothing. */
export async function finishWriting({ cert_path, key_path }: CertificatePaths): Promise<void> {
  if (!(await exists(unfinished(cert_path))) && !(await exists(unfinished(key_path)))) return;
  const belongs = await readCertificate(unfinished(cert_path), key_path).catch(() => undefined);
  if (belongs !== undefined) return rename(unfinished(cert_path), cert_path);
  await rm(unfinished(key_path), { force: true });
  await rm(unfinished(cert_path), { force: true });
}

const unfinished = (path: string): string => `${path}.new`;

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  await rm(path, { force: true });
  // "wx": a file that someone else put there, with rights of their choosing, is never written into.
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Also true for what may not be looked at: better refused than overwritten. */
export const exists = async (path: string): Promise<boolean> =>
  await stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR",
  );

async function readPem(what: "certificate" | "key", path: string): Promise<string> {
  const pem = await readFile(path, "utf8").catch((error: unknown) => {
    throw new CertificateError(`The ${what} ${path} cannot be read: ${reason(error)}.`);
  });
  if (!pem.includes("-----BEGIN "))
    throw new CertificateError(`The ${what} ${path} is not in PEM form (it has no "-----BEGIN" line).`);
  return pem;
}

function parseCertificate(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CertificateError(`${path} has no certificate in it that can be read.`);
  }
}

function parseKey(pem: string, path: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw new CertificateError(
      `The key ${path} is protected by a passphrase, which a server cannot type. Save a copy without one.`,
    );
  try {
    return createPrivateKey(pem);
  } catch {
    throw new CertificateError(`${path} has no private key in it that can be read.`);
  }
}

function namesOf(x509: X509Certificate): string[] {
  const alt_names = x509.subjectAltName ?? "";
  return [...alt_names.matchAll(/(?:DNS|IP Address):([^,]+)/g)]
    .flatMap(([, name]) => name ?? [])
    .map(shortIp);
}

/** Node writes ::1 as 0:0:0:0:0:0:0:1; the URL parser knows the short form. */
function shortIp(name: string): string {
  return name.includes(":") ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name;
}

function validityWarnings(x509: X509Certificate, path: string): string[] {
  const now_ms = Date.now();
  if (Date.parse(x509.validTo) < now_ms) return [`The certificate ${path} expired on ${x509.validTo}.`];
  if (Date.parse(x509.validFrom) > now_ms)
    return [`The certificate ${path} is valid only from ${x509.validFrom} on.`];
  return [];
}

async function modeWarnings(key_path: string): Promise<string[]> {
  const { mode } = await stat(key_path);
  // Windows has no such bits and reports every file as readable by all.
  if (platform() === "win32" || (mode & 0o004) === 0) return [];
  return [`The key ${key_path} can be read by every user of this machine: chmod 600 ${key_path}`];
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

const reasons: Record<string, string> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is no directory",
  EISDIR: "it is a directory",
  EEXIST: "a file is where a folder should be",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

const reason = (error: unknown): string =>
  reasons[String(codeOf(error))] ?? (error instanceof Error ? error.message : String(error));

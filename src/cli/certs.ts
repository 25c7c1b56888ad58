import { join } from "node:path";

import {
  CertificateError,
  type CertificatePaths,
  createCertificate,
  exists,
  finishWriting,
  readCertificate,
  writeCertificate,
} from "../system/certificates.ts";
import { hostNames } from "../system/host-names.ts";

export interface CertsOptions {
  /** The folder that gets server.crt and server.key. */
  dir: string;
  /** Host names and addresses beside the loopback ones; none: those of this machine. */
  hosts: readonly string[];
  days: number;
  /** Whether to replace files that are there. */
  force: boolean;
}

export const certificate_days_max = 3_650;

const loopback_names = ["localhost", "127.0.0.1", "::1"];

/** Makes a certificate and says so. Returns the exit code; 1 means that nothing was touched. */
export async function certsCommand(options: CertsOptions): Promise<number> {
  try {
    await makeCertificate(options);
    return 0;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function makeCertificate({ dir, hosts, days, force }: CertsOptions): Promise<void> {
  if (!Number.isInteger(days) || days < 1 || days > certificate_days_max)
    throw new CertificateError(`--days must be a whole number from 1 to ${certificate_days_max}.`);
  const paths = { cert_path: join(dir, "server.crt"), key_path: join(dir, "server.key") };
  const names = hosts.length === 0 ? hostNames() : [...new Set([...hosts, ...loopback_names])];
  const pair = await createCertificate({ names, days });
  await finishWriting(paths);
  if (!force) await refuseToReplace(paths);
  await writeCertificate(paths, pair);
  await report(paths);
}

async function refuseToReplace({ cert_path, key_path }: CertificatePaths): Promise<void> {
  for (const path of [cert_path, key_path])
    if (await exists(path))
      throw new CertificateError(
        `${path} is there already; nothing was changed. --force replaces it, and clients will be asked to accept the new certificate.`,
      );
}

async function report({ cert_path, key_path }: CertificatePaths): Promise<void> {
  const { fingerprint, names, expires_at } = await readCertificate(cert_path, key_path);
  console.log(`Certificate  ${cert_path}
Key          ${key_path}   keep it secret
Good for     ${names.join(", ")}
Until        ${expires_at.toISOString().slice(0, 10)}
Fingerprint  ${fingerprint}
             compare it with what a client shows at its first connection`);
}

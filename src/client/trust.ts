import { checkServerIdentity, type PeerCertificate } from "node:tls";

import type { ServerAddress } from "../protocol/bridge.ts";

/** Certificates that were accepted, one for each host and port. */
export interface Pins {
  pinned(server: ServerAddress): string | undefined;
  /** Whether the server has a pin, or was used with TLS the last time. */
  hasSpokenTls(server: ServerAddress): boolean;
  /** Replaces an earlier one. On disk when it returns. */
  pin(server: ServerAddress, fingerprint: string): void;
}

/** What a server showed in its TLS handshake. */
export interface Presented {
  certificate: PeerCertificate;
  /** Whether a known authority vouches for it, as the TLS library found. */
  authorized: boolean;
}

export type Verdict =
  | { trusted: true; fingerprint: string; trust: "authority" | "pinned" | "accepted" }
  | { trusted: false; fingerprint: string; pinned: string | null };

/**
 * Whether to go on with a server: a known authority vouches for the certificate and it is made out to
 * this host; or it is the very certificate that was accepted before, or that the person accepts by
 * this dial. A pin is looked at only where no authority vouches.
 */
export function judge(
  server: ServerAddress,
  presented: Presented,
  pinned: string | undefined,
  accepted: string | undefined,
): Verdict {
  const { certificate, authorized } = presented;
  const fingerprint = certificate.fingerprint256;
  if (authorized && checkServerIdentity(server.host, certificate) === undefined)
    return { trusted: true, fingerprint, trust: "authority" };
  if (pinned === fingerprint) return { trusted: true, fingerprint, trust: "pinned" };
  if (accepted === fingerprint) return { trusted: true, fingerprint, trust: "accepted" };
  return { trusted: false, fingerprint, pinned: pinned ?? null };
}

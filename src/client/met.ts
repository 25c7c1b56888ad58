import type { Meeting, ServerAddress } from "../protocol/bridge.ts";
import { addressText, sameServer } from "./address.ts";

/**
 * Whether two meetings were with one server for certain. A certificate that was accepted by hand is known at any
 * address; a host that an authority vouches for, and one without TLS, are known by the address alone.
 */
export const isSameMeeting = (a: Meeting, b: Meeting): boolean => meetingKey(a) === meetingKey(b);

/** Differs between servers, whatever they say of themselves. */
export const meetingKey = ({ certificate, server }: Meeting): string =>
  certificate ?? `${server.tls ? "tls" : "clear"} ${addressText(server)}`;

/** Whether this was written by a user at an address. */
export const wasWrittenAt = (met: Meeting | null, server: ServerAddress, username: string): boolean =>
  met !== null &&
  sameServer(met.server, server) &&
  met.server.tls === server.tls &&
  met.username.toLowerCase() === username.toLowerCase();

/** Why a message is not sent by itself to the server that is there now. */
export function heldWords(met: Meeting | null): string {
  if (met === null)
    return "an earlier version of chat kept it and did not note for which server. “Try again” sends it here.";
  const { host, port } = met.server;
  return met.certificate === null
    ? `it was written to ${host}:${port}, which may be another server. “Try again” sends it here.`
    : "the certificate of the server it was written to was another one. “Try again” sends it here.";
}

import { hostname, networkInterfaces } from "node:os";

/**
 * The names and addresses under which others may reach this machine: localhost, both loopback
 * addresses, the host's name and its addresses. Link-local IPv6 addresses are left out, because they
 * mean nothing without a zone.
 */
export function hostNames(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
    .map(({ address }) => address);
  return [...new Set(["localhost", hostname().toLowerCase(), "127.0.0.1", "::1", ...addresses])].filter(
    (name) => name !== "",
  );
}

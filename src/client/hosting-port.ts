import { limits } from "../protocol/limits.ts";

const port_max = 65_535;

/** The wanted port if it and the one above are free at an address, else the next pair from the usual one on; undefined when so many are taken. */
export function freePort(hostname: string, wanted: number, tries: number): number | undefined {
  const others = Array.from({ length: tries }, (_, index) => limits.port_default + 2 * index);
  return [wanted, ...others].find(
    (port) => port < port_max && isFree(hostname, port) && isFree(hostname, port + 1),
  );
}

/** Taken is what anybody listens on, also on a single address of this computer. */
function isFree(served: string, port: number): boolean {
  for (const hostname of new Set(["127.0.0.1", "0.0.0.0", served])) {
    try {
      Bun.listen({ hostname, port, socket: { data: () => {} } }).stop(true);
    } catch {
      return false;
    }
  }
  return true;
}

import { errorCode } from "../os/error-code.ts";
import type { HostingProblem } from "../protocol/bridge-hosting.ts";

/** Why one's own server does not run, or does not end. */
export class HostingFault extends Error {
  constructor(
    readonly problem: HostingProblem,
    /** What the server or the system says of it; empty for nothing. */
    readonly text = "",
  ) {
    super(problem);
    this.name = "HostingFault";
  }
}

/** A fault for what the file system says; undefined for a bug. */
export function faultOf(error: unknown): HostingFault | undefined {
  if (error instanceof HostingFault) return error;
  const code = errorCode(error);
  if (code === undefined) return undefined;
  return new HostingFault(code === "ENOSPC" || code === "EDQUOT" ? "disk_full" : "no_folder", code);
}

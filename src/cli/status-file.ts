import { rmSync } from "node:fs";
import { resolve } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { replaceFile } from "../os/replace-file.ts";
import type { ServerStatus } from "../protocol/server-status.ts";
import { Failure } from "./failure.ts";

/** A file that says, while the server runs, which process it is and where it listens; readable by its owner alone. Throws Failure. */
export class StatusFile implements Disposable {
  constructor(
    readonly path: string,
    status: ServerStatus,
  ) {
    try {
      replaceFile(path, `${JSON.stringify(status, undefined, 2)}\n`, 0);
    } catch (error) {
      throw new Failure(
        `${resolve(path)} cannot be written (${errorCode(error) ?? String(error)}). See --status-file.`,
      );
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { force: true });
  }
}

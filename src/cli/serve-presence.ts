import type { Log } from "../domain/ports/log.ts";
import type { Store } from "../domain/ports/store.ts";
import { Announcer } from "../system/announcer.ts";
import type { Certificate } from "../system/certificates.ts";
import type { ServeOptions } from "./serve.ts";
import { isLoopback } from "./start-block.ts";
import { StatusFile } from "./status-file.ts";
import { version } from "./version.ts";

interface Given {
  options: ServeOptions;
  store: Store;
  log: Log;
  /** Where it listens. */
  address: string;
  port: number;
  web_port: number | undefined;
  certificate: Certificate | undefined;
}

/** Says that the server is there: to whoever started it, in a file, and to the local network. Throws Failure. */
export function showPresence({ options, store, log, address, port, web_port, certificate }: Given) {
  const { name, host, tls, announce, status_file } = options;
  const { server_id } = store;
  const fingerprint = certificate?.fingerprint ?? null;
  const file =
    status_file === undefined
      ? undefined
      : new StatusFile(status_file, {
          process_id: process.pid,
          name,
          server_id,
          port,
          web_port: web_port ?? null,
          certificate: fingerprint,
          started_at_ms: Date.now(),
        });
  const announcement = { id: server_id, name, version, port, tls, certificate: fingerprint };
  const announcer = announce && !isLoopback(host) ? new Announcer({ announcement, address, log }) : undefined;
  return {
    /** Takes it back. */
    async end(): Promise<void> {
      await announcer?.stop();
      file?.[Symbol.dispose]();
    },
  };
}

import { afterAll, beforeAll } from "bun:test";

import type { Address } from "./frame-socket.ts";
import { type ServerOptions, startServer, type TestServer } from "./server.ts";

/** One server for the tests of a file or a block, each of which brings people of its own. */
export function sharedServer(options: ServerOptions = {}): Address {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });
  const started = () => {
    if (server === undefined) throw new Error("A shared server is there while its tests run only.");
    return server;
  };
  return {
    get host() {
      return started().host;
    },
    get port() {
      return started().port;
    },
    tls: options.tls ?? false,
  };
}

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { startServer, type TestServer } from "../support/server.ts";

const variables = ({ pid }: TestServer) =>
  readFileSync(`/proc/${pid}/environ`, "latin1")
    .split("\0")
    .filter((variable) => /^(MIMALLOC|ODD)_/.test(variable));

const words = ({ pid }: TestServer) => readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");

const on_linux = test.skipIf(process.platform !== "linux");

on_linux(
  "the allocator keeps what is freed for a while, in the same process with all it was given",
  async () => {
    // Bytes that are no text, as paths may be.
    const odd = `ODD_BYTES="$(printf '\\377')" exec "$@"`;
    await using server = await startServer({ within: ["sh", "-c", odd, "sh"], args: ["--name=Küche"] });
    expect(variables(server).toSorted()).toEqual(["MIMALLOC_PURGE_DELAY=250", "ODD_BYTES=\u00FF"]);
    const [, command, ...options] = words(server);
    expect(command).toBe("serve");
    expect(options.slice(-2)).toEqual([Buffer.from("--name=Küche").toString("latin1"), ""]);
    expect(readFileSync(`/proc/${server.pid}/comm`, "utf8")).toBe("chat\n");
    expect(await server.stop()).toBe(0);
  },
);

on_linux("how long the allocator keeps it can be said otherwise", async () => {
  await using server = await startServer({ env: { MIMALLOC_PURGE_DELAY: "10" } });
  expect(variables(server)).toEqual(["MIMALLOC_PURGE_DELAY=10"]);
});

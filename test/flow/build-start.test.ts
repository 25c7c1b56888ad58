import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { Output } from "../support/program.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

const root = join(import.meta.dir, "..", "..");

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs what `npm start` runs, on a machine without a display. */
function startWithoutDisplay(...args: string[]) {
  const child = Bun.spawn(
    ["node", join(root, "scripts", "start.mjs"), "--db", join(folder, "chat.db"), ...args],
    {
      cwd: folder,
      env: { PATH: process.env["PATH"] ?? "", HOME: folder, XDG_CONFIG_HOME: join(folder, "config") },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  return {
    out: new Output(child.stdout),
    err: new Output(child.stderr),
    exited: child.exited,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}

async function portsOf({ out }: { out: Output }) {
  const [, server] = await out.until(/listening on 127\.0\.0\.1:(\d+)\n/);
  const [, link = "", page] = await out.until(/in a browser (http:\/\/127\.0\.0\.1:(\d+))\n/);
  return { server: Number(server), page: Number(page), link };
}

const at = (port: number) => ({ host: "127.0.0.1", port, tls: false });

describe("npm start without a display", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "serves, and says where browsers find the page; %s ends it",
    async (signal) => {
      const started = startWithoutDisplay("--port", "0");
      const { server, page, link } = await portsOf(started);
      using ana = await PeerV1.register(at(server), "ana");
      expect(await ana.say("hello")).toMatchObject({ content: "hello" });
      expect(await (await fetch(link)).text()).toContain("<!doctype html>");
      started.kill(signal);
      expect(await started.exited).toBe(0);
      await ana.closed;
      expect(ana.waiting.at(-1)).toMatchObject({ code: "server_closing" });
      for (const port of [server, page]) await expect(PeerV1.connect(at(port))).rejects.toThrow();
      expect((await stat(join(folder, "chat.db"))).isFile()).toBe(true);
    },
    20_000,
  );

  test("a port in use: says so and ends", async () => {
    await using server = await startServer();
    const started = startWithoutDisplay("--port", String(server.port));
    expect(await started.exited).toBe(1);
    await started.err.ended;
    expect(started.err.text).toContain(`Port ${server.port} on 127.0.0.1 is in use`);
    expect(started.out.text).not.toContain("http://");
  }, 20_000);

  test("an option that serve does not know: says so and ends", async () => {
    const started = startWithoutDisplay("--prot", "0");
    expect(await started.exited).toBe(2);
    await started.err.ended;
    expect(started.err.text).toContain("Did you mean --port");
  }, 20_000);
});

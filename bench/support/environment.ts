import { existsSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";

/** Where and with what the figures were taken. */
export interface Environment {
  machine: string;
  versions: string;
}

const packages = ["redis-server", "nats-server", "ngircd", "inspircd", "mosquitto", "gcc"];

/** Throws when the machine cannot tell the server's core from the generator's. */
export function environmentOf(): Environment {
  if (process.platform !== "linux" || Bun.which("taskset") === null || Bun.which("prlimit") === null)
    throw new Error("needs Linux, with taskset and prlimit (Debian package util-linux)");
  if (cpus().length < 2) throw new Error("needs two cores: one for the server, one for the load");
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${memory}, Linux ${release()}`,
    versions: [chatVersion(), `Bun ${Bun.version}`, ...installedVersions()].join(", "),
  };
}

/** The command line as somebody types it again. */
export const commandName = (): string =>
  ["bun run bench", ...process.argv.slice(2).filter((word) => word !== "--write")].join(" ");

/** Of what is measured, which may be older than the sources. */
function chatVersion(): string {
  const program = join(import.meta.dir, "..", "..", "dist", "chat");
  if (!existsSync(program))
    throw new Error("dist/chat is missing: leave out --as-built, or run bun build.ts");
  return Bun.spawnSync([program, "--version"]).stdout.toString().trim();
}

function installedVersions(): string[] {
  if (Bun.which("dpkg-query") === null) return [];
  const asked = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n", ...packages];
  return Bun.spawnSync(asked, { stderr: "ignore" })
    .stdout.toString()
    .split("\n")
    .filter((line) => / \S/.test(line));
}

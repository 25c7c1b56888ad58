import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";

import { version } from "../../package.json";

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
    versions: [`chat ${version} (${commit()})`, `Bun ${Bun.version}`, ...installedVersions()].join(", "),
  };
}

/** The command line as somebody types it again. */
export const commandName = (): string =>
  ["bun run bench", ...process.argv.slice(2).filter((word) => word !== "--write")].join(" ");

function commit(): string {
  const asked = ["git", "describe", "--always", "--dirty"];
  const { success, stdout } = Bun.spawnSync(asked, { cwd: join(import.meta.dir, ".."), stderr: "ignore" });
  return success ? stdout.toString().trim() : "no git";
}

function installedVersions(): string[] {
  if (Bun.which("dpkg-query") === null) return [];
  const asked = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n", ...packages];
  return Bun.spawnSync(asked, { stderr: "ignore" })
    .stdout.toString()
    .split("\n")
    .filter((line) => / \S/.test(line));
}

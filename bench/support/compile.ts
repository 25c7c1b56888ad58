import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = join(import.meta.dir, "..", "reference");
const folder = join(import.meta.dir, "..", "..", "dist", "bench");

const generator = ["generator", "clocks", "peers", "tls", "login", "load", "framing"];
const has_openssl = existsSync("/usr/include/openssl/ssl.h");

export const tlsMissing = has_openssl ? undefined : "the generator needs libssl-dev for TLS";

/** The C programs, compiled when they are missing or older than their sources. */
export const compileRelay = (): string => compile("relay", ["relay"], []);
export const compileGenerator = (): string =>
  compile("generator", generator, has_openssl ? ["-DWITH_TLS", "-lssl", "-lcrypto"] : []);

export const compileWitness = (): string => compile("witness", ["witness"], ["-pthread"]);

function compile(name: string, parts: readonly string[], flags: readonly string[]): string {
  const program = join(folder, name);
  const files = parts.map((part) => join(sources, `${part}.c`));
  const headers = ["generator.h", "framing.h", "tls.h"].map((file) => join(sources, file));
  const newest = Math.max(...[...files, ...headers].map((file) => statSync(file).mtimeMs));
  if (existsSync(program) && statSync(program).mtimeMs > newest) return program;
  mkdirSync(folder, { recursive: true });
  const command = ["gcc", "-O2", "-Wall", "-Wextra", "-o", program, ...files, ...flags];
  const { success, stderr } = Bun.spawnSync(command);
  if (!success) throw new Error(`${command.join(" ")}\n${stderr.toString()}`);
  return program;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A program that keeps messages. */
export const spawnChild = (path: string, first: number, last: number) =>
  Bun.spawn(["bun", join(import.meta.dir, "outbox-child.ts"), path, String(first), String(last)]);

/** Whether any file of the folder has this text. */
export function holds(path: string, text: string): boolean {
  const names = existsSync(path) ? readdirSync(path) : [];
  return names.some((name) => readIfThere(join(path, name)).includes(text));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has just got another name
  }
}

/** A program that keeps messages and is then killed. */
export async function killedAfter(path: string, first: number, last: number): Promise<number> {
  const child = spawnChild(path, first, last);
  for await (const chunk of child.stdout) if (Buffer.from(chunk).includes("kept")) break;
  child.kill("SIGKILL");
  await child.exited;
  return child.pid;
}

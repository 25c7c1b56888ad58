import { revealCommand } from "./downloads.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";

const allowed_protocols = new Set(["http:", "https:", "mailto:"]);

/** The link as it may be opened outside; undefined for anything but a web page or a mail address. */
export function safeLink(url: string): string | undefined {
  if (url.length > clientLimits.url_chars_max || !URL.canParse(url)) return undefined;
  const link = new URL(url);
  if (!allowed_protocols.has(link.protocol)) return undefined;
  if (link.protocol === "mailto:") keepHarmlessFields(link);
  return link.href;
}

/** Some mail programs attach files that a link names: only what the person sees in the letter may come from it. */
function keepHarmlessFields({ searchParams }: URL): void {
  for (const name of searchParams.keys().toArray())
    if (!mail_fields.has(name.toLowerCase())) searchParams.delete(name);
}

const mail_fields = new Set(["subject", "body", "cc"]);

/** The program that opens a link, or a page on disk, with what the person has chosen for it. It is one argument, never read by a shell. */
export function openCommand(platform: string, href: string): string[] {
  if (platform === "darwin") return ["open", href];
  if (platform === "win32") return ["rundll32.exe", "url.dll,FileProtocolHandler", href];
  return ["xdg-open", href];
}

/** Opens a link in the default browser or mail program. False, and a word in the log, when that cannot be. */
export function openLink(platform: string, url: string, log: Log): boolean {
  const href = safeLink(url);
  if (href !== undefined) return open(platform, href, log);
  log.warn("a link was not opened: only http, https and mailto are");
  return false;
}

/** Shows a file that lies on this computer in its folder. */
export const showInFolder = (platform: string, path: string, log: Log): boolean =>
  run(revealCommand(platform, path), log);

/** Opens a page of our own that lies on disk. False, and a word in the log, when that cannot be. */
export const openPage = (platform: string, path: string, log: Log): boolean => open(platform, path, log);

const open = (platform: string, href: string, log: Log): boolean => run(openCommand(platform, href), log);

function run([program = "", ...args]: string[], log: Log): boolean {
  try {
    Bun.spawn([program, ...args], { stdin: "ignore", stdout: "ignore", stderr: "ignore" }).unref();
    return true;
  } catch {
    log.warn(`a link was not opened: there is no ${program} here`);
    return false;
  }
}

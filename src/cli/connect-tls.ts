import { type Parsed, UsageError } from "./option.ts";
import type { connectOptions } from "./options.ts";

const sources = ["command line", "environment"] as const;

/**
 * Whether to encrypt; undefined where nobody says. A switch that is off says nothing: `CHAT_NO_TLS=0` does not ask for
 * TLS, nor against it. Throws UsageError when one source asks for both.
 */
export function readTls({
  values,
  given,
}: Pick<Parsed<typeof connectOptions>, "values" | "given">): boolean | undefined {
  for (const source of sources) {
    const isAsked = (name: "tls" | "no-tls") => values[name] && given.get(name) === source;
    if (isAsked("tls") && isAsked("no-tls"))
      throw new UsageError(
        `${source === "command line" ? "--tls and --no-tls" : "CHAT_TLS and CHAT_NO_TLS"} cannot both be.`,
      );
    if (isAsked("tls")) return true;
    if (isAsked("no-tls")) return false;
  }
  return undefined;
}

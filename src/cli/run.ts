import { isChatLink } from "../../ui/text/chat-link.ts";
import { nearest } from "../../ui/text/nearest.ts";
import type { Environment } from "../client/config-folder.ts";
import { serverNameProblem, shownServerName } from "../protocol/rules.ts";
import type { LogFormat, LogLevel } from "../system/log.ts";
import { isHostName } from "../transport/web-origin.ts";
import { readTls } from "./connect-tls.ts";
import { leave } from "./leave.ts";
import { givenName, type Parsed, UsageError } from "./option.ts";
import { certsOptions, connectOptions, serveOptions, webPortOf } from "./options.ts";
import { parseOptions } from "./parse.ts";
import type { ServeOptions } from "./serve.ts";
import { type CommandName, commands, commandUsage, usage } from "./usage.ts";
import { versionLine } from "./version.ts";

/** The process, as far as a command may touch it. */
export interface Surroundings {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(signal: "SIGINT" | "SIGTERM" | "SIGHUP", callback: () => void): unknown;
  on(fault: "uncaughtException" | "unhandledRejection", callback: (error: unknown) => void): unknown;
  exit(code: number): never;
}

type Command = (args: readonly string[], around: Surroundings) => Promise<number>;

/** Runs what the command line asks for and resolves to the exit code. Throws UsageError and other known failures. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  const [first = "connect", ...rest] = args;
  if (first === "--version" || first === "-v" || first === "version")
    return print(around, `${versionLine}\n`);
  if (first === "--help" || first === "-h" || first === "help") return print(around, usage());
  if (!isCommand(first)) {
    // A link is what a system hands to the program that is to open it.
    if (first.startsWith("-") || isChatLink(first)) return runCommand("connect", args, around);
    const near = nearest(first, Object.keys(commands));
    throw new UsageError(
      `There is no command ${first}.${near ? ` Did you mean ${near}?` : ""} See chat --help.`,
    );
  }
  return runCommand(first, rest, around);
}

function runCommand(name: CommandName, args: readonly string[], around: Surroundings): Promise<number> {
  if (args.includes("--help") || args.includes("-h"))
    return Promise.resolve(print(around, commandUsage(name)));
  return runners[name](args, around);
}

/** Each command's parts are loaded when it runs: the client never loads the database, the server never the window. */
const runners: Record<CommandName, Command> = {
  async serve(args, around) {
    const options = readServeOptions(args, around.env);
    const { keepFreedMemory } = await import("../system/kept-memory.ts");
    keepFreedMemory(around);
    const { serveCommand } = await import("./serve.ts");
    return serveCommand(options, {
      print: (text) => around.stdout.write(text),
      printError: (text) => around.stderr.write(text),
      stopped: signalled(around),
      uncaught: (tell) => {
        around.on("uncaughtException", tell);
        around.on("unhandledRejection", tell);
      },
      leave: (exit_code) => leave(around, exit_code),
    });
  },

  async connect(args, around) {
    const parsed = parseOptions(connectOptions, args, around.env, 1);
    const { values, positionals } = parsed;
    const tls = readTls(parsed);
    const { connectCommand } = await import("./connect.ts");
    const [target] = positionals;
    return connectCommand({
      ...(target === undefined ? {} : { target }),
      ...(tls === undefined ? {} : { tls }),
      ...(values.user === undefined ? {} : { user: values.user }),
      ...(values.profile === undefined ? {} : { profile: values.profile }),
      browser: values.browser,
      new_window: values["new-window"],
      open: !values["no-open"],
      env: around.env,
      platform: around.platform,
    });
  },

  async certs(args) {
    // Not from the environment: CHAT_HOST is where the server listens, which is no name for a certificate.
    const { values } = parseOptions(certsOptions, args, {});
    const { certsCommand } = await import("./certs.ts");
    return certsCommand({ dir: values.dir, hosts: values.host, days: values.days, force: values.force });
  },
};

type ServeArguments = Parsed<typeof serveOptions>;

function readServeOptions(args: readonly string[], env: Environment): ServeOptions {
  const parsed = parseOptions(serveOptions, args, env);
  const { values, given } = parsed;
  return {
    name: readName(values.name),
    host: values.host,
    port: values.port,
    web_port: webPortOf(values),
    web_names: readWebNames(parsed),
    db: values.db,
    durability: values.durability as ServeOptions["durability"], // the parser took one of the choices
    tls: !values["no-tls"],
    cert: values.cert,
    key: values.key,
    is_certificate_named: given.has("cert") || given.has("key"),
    rate_limit: values["rate-limit"],
    addresses: {
      connections_max: values["connections-per-address"],
      connections_per_minute: values["connections-per-minute"],
      registrations_per_hour: values["registrations-per-hour"],
      exempt: values.exempt,
      limit_loopback: values["limit-loopback"],
    },
    bcrypt_rounds: values["bcrypt-rounds"],
    session_hours: values["session-hours"],
    announce: !values["no-announce"],
    files: !values["no-files"],
    ...readFileLimits(parsed),
    log_level: values["log-level"] as LogLevel, // the parser took one of the choices
    log_format: values["log-format"] as LogFormat,
    log_file: values["log-file"],
    status_file: values["status-file"],
  };
}

function readName(text: string): string {
  const problem = serverNameProblem(text);
  if (problem !== undefined) throw new UsageError(`${problem} See --name.`);
  return shownServerName(text);
}

/** Where they would change nothing they are refused, as who names one expects that they do. */
function readWebNames({ values, given }: ServeArguments): readonly string[] {
  const source = given.get("web-name");
  if (source === undefined) return [];
  const option = givenName("web-name", source);
  if (values["no-web"])
    throw new UsageError(
      `${option} is for the page, which ${givenName("no-web", given.get("no-web"))} turns off: leave one of them out.`,
    );
  if (!values["no-tls"])
    throw new UsageError(`${option} is for --no-tls: with TLS the page is shown under every name.`);
  const wrong = values["web-name"].find((name) => !isHostName(name));
  if (wrong === undefined) return values["web-name"];
  throw new UsageError(
    `${option} must be a name such as chat.example.org, without scheme, port or path, not "${wrong}".`,
  );
}

function readFileLimits({ values, given }: ServeArguments): {
  file_size_max: number;
  files_total_max: number;
} {
  const { "file-size-max": file_size_max, "files-total-max": files_total_max } = values;
  // Who sets the room alone has not asked for files of the size that is the default.
  const is_set = given.has("file-size-max") && files_total_max > 0;
  if (!is_set || file_size_max <= files_total_max) return { file_size_max, files_total_max };
  const [size, total] = (["file-size-max", "files-total-max"] as const).map((name) =>
    givenName(name, given.get(name)),
  );
  throw new UsageError(
    `${size} may be no more than ${total}, which is ${files_total_max}: lower the one or raise the other.`,
  );
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends the process at once. */
function signalled(around: Surroundings): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let is_stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    around.on(signal, () => {
      if (is_stopping) leave(around, 130);
      is_stopping = true;
      resolve(signal);
    });
  }
  return promise;
}

const isCommand = (text: string): text is CommandName => Object.hasOwn(commands, text);

function print(around: Surroundings, text: string): number {
  around.stdout.write(text);
  return 0;
}

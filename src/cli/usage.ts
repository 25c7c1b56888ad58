import { environmentName, type Option, type OptionTable } from "./option.ts";
import { certsOptions, connectOptions, serveOptions } from "./options.ts";

interface CommandUsage {
  arguments: string;
  summary: string;
  options: OptionTable;
  /** What else there is to know, line by line. */
  notes?: readonly string[];
}

const link_notes = [
  "A LINK leads to a server, a channel, a message or a person:",
  "  chat://HOST[:PORT][/CHANNEL[/MESSAGE] | /@USER][?tls=0]",
  "",
  "To have your system open such links with chat:",
  "  Linux    a file chat.desktop in ~/.local/share/applications with the lines [Desktop Entry], Type=Application,",
  "           Name=chat, Exec=/path/to/chat connect %u and MimeType=x-scheme-handler/chat, then",
  "           xdg-mime default chat.desktop x-scheme-handler/chat",
  '  Windows  in the registry, HKEY_CURRENT_USER\\Software\\Classes\\chat: an empty value "URL Protocol", and',
  '           "C:\\path\\to\\chat.exe" connect "%1" as the default of its key shell\\open\\command',
  "",
];

export const commands = {
  serve: { arguments: "", summary: "Runs the server.", options: serveOptions },
  connect: {
    arguments: " [HOST[:PORT] | LINK]",
    summary: "Opens the window; plain `chat` does too.",
    options: connectOptions,
    notes: link_notes,
  },
  certs: { arguments: "", summary: "Makes a TLS certificate and its key.", options: certsOptions },
} as const satisfies Record<string, CommandUsage>;

export type CommandName = keyof typeof commands;

export function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  chat ${name.padEnd(9)} ${command.summary}`,
  );
  return [
    "chat: a chat that a group owns. One file is the server and the window.",
    "",
    ...lines,
    `  chat ${"--version".padEnd(9)} Prints the version and the commit it was built from.`,
    "",
    "chat COMMAND --help tells a command's options.",
    "",
  ].join("\n");
}

export function commandUsage(name: CommandName): string {
  const { arguments: positionals, summary, options, notes = [] }: CommandUsage = commands[name];
  return [
    `chat ${name}${positionals} [options]`,
    "",
    `  ${summary}`,
    "",
    ...Object.entries(options).map(([option, row]) => optionLine(option, row)),
    "",
    ...environmentLines(name, Object.keys(options)),
    ...notes,
  ].join("\n");
}

function environmentLines(name: CommandName, [first = ""]: string[]): string[] {
  if (name === "certs") return [];
  return [
    `Each option can come from the environment too: --${first} from ${environmentName(first)}, and so on.`,
    "",
  ];
}

const optionLine = (name: string, option: Option): string =>
  `  ${`--${name}${option.value ? ` ${option.value}` : ""}`.padEnd(22)} ${option.help}${defaultText(option)}`;

const defaultText = (option: Option): string =>
  "default" in option && option.default !== undefined ? ` (default ${option.default})` : "";

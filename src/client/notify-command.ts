import { errorCode } from "../os/error-code.ts";
import type { NoticeWay } from "../protocol/notice.ts";
import { clientLimits } from "./limits.ts";
import { escapeMarkup, NoticeProblem, type Notification, type Notifier } from "./notification.ts";

/** A program that raises a notification. The texts go as arguments or in the environment, never through a shell. */
export interface NotifyCommand {
  argv: string[];
  env?: Record<string, string>;
}

export function notifySendCommand({ title, body }: Notification): NotifyCommand {
  const options = ["--app-name=chat", "--category=im.received"];
  return { argv: ["notify-send", ...options, "--", title, escapeMarkup(body)] };
}

/** The script takes its texts from its arguments, so that nothing in them can become script. */
export function osascriptCommand({ title, body }: Notification): NotifyCommand {
  const script = [
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
  ];
  return { argv: ["osascript", ...script.flatMap((line) => ["-e", line]), "--", title, body] };
}

/** The script takes its texts from the environment and sets them as text nodes of the toast's XML. */
export function powershellCommand({ title, body }: Notification): NotifyCommand {
  const argv = ["powershell.exe", "-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden"];
  return {
    argv: [...argv, "-EncodedCommand", Buffer.from(toast_script, "utf16le").toString("base64")],
    env: { CHAT_TOAST_TITLE: title, CHAT_TOAST_BODY: body },
  };
}

// Toasts need the id of an installed program; PowerShell's own is on every Windows.
const toast_script = `
$ErrorActionPreference = 'Stop'
[Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime] | Out-Null
$xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$texts = $xml.GetElementsByTagName('text')
$texts.Item(0).AppendChild($xml.CreateTextNode($env:CHAT_TOAST_TITLE)) | Out-Null
$texts.Item(1).AppendChild($xml.CreateTextNode($env:CHAT_TOAST_BODY)) | Out-Null
$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show([Windows.UI.Notifications.ToastNotification]::new($xml))
`;

/** Notifications by a program of the system. Clicks on them are not told. */
export class CommandNotifier implements Notifier {
  constructor(
    readonly way: NoticeWay,
    readonly command: (notification: Notification) => NotifyCommand,
    readonly run: (command: NotifyCommand) => Promise<number> = runCommand,
  ) {}

  async show(notification: Notification): Promise<void> {
    const command = this.command(notification);
    const exit_code = await this.run(command);
    if (exit_code !== 0) throw new NoticeProblem("refused", `${command.argv[0]} ended with ${exit_code}`);
  }

  async about(): Promise<string> {
    return "";
  }

  close(): void {}
}

/** Rejects when there is no such program. One that hangs is ended: the next notifications wait for it. */
async function runCommand(command: NotifyCommand): Promise<number> {
  const child = start(command);
  const exit_code = await child.exited;
  if (child.signalCode !== null)
    throw new NoticeProblem("timed_out", `${command.argv[0]} did not come to an end`);
  return exit_code;
}

function start({ argv, env }: NotifyCommand) {
  try {
    return Bun.spawn(argv, {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
      timeout: clientLimits.notify_command_ms,
      ...(env && { env: { ...Bun.env, ...env } }),
    });
  } catch (error) {
    throw new NoticeProblem("no_program", `${argv[0]} cannot be run (${errorCode(error) ?? String(error)})`);
  }
}

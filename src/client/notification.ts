import type { NoticeOutcome, NoticeWay } from "../protocol/notice.ts";
import { cleanContent, cleanLine } from "../protocol/rules.ts";
import { clientLimits } from "./limits.ts";

export interface NoticeWords {
  open: string;
  many: string;
}

/** What a desktop notification says, in plain text. */
export interface Notification {
  title: string;
  body: string;
  /** What the button says that goes there, and what sums up many, with # for how many: in the person's language. */
  words?: NoticeWords | undefined;
  /** Called when the person clicks it, where the system tells. */
  clicked: () => void;
}

/** Why a notification was not shown. */
export class NoticeProblem extends Error {
  constructor(
    readonly outcome: Exclude<NoticeOutcome, "shown">,
    message: string,
  ) {
    super(message);
  }
}

/** One way of raising notifications. */
export interface Notifier {
  readonly way: NoticeWay;
  /** Rejects with a NoticeProblem when it does not work here. */
  show(notification: Notification): Promise<void>;
  /** Who shows them, by name and version; empty where nobody tells. Rejects like `show`. */
  about(): Promise<string>;
  close(): void;
}

/** As much of the text as a notification has room for. */
export const trimmed = (notification: Notification): Notification => ({
  title: shortened(cleanLine(notification.title), clientLimits.notification_title_chars_max),
  body: shortened(cleanContent(notification.body), clientLimits.notification_body_chars_max),
  words: notification.words,
  clicked: notification.clicked,
});

function shortened(text: string, chars_max: number): string {
  const chars = [...text];
  return chars.length <= chars_max ? text : `${chars.slice(0, chars_max - 1).join("")}…`;
}

/** For a place that reads markup: the text as it is. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

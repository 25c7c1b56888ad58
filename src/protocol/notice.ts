/** What became of a notification. */
export type NoticeOutcome =
  | "shown"
  | "no_bus" // Linux: the session has no message bus, or it cannot be reached
  | "no_service" // Linux: nobody on the bus shows notifications
  | "no_program" // the system's program for it is missing
  | "refused" // by who shows them
  | "timed_out" // no answer
  | "denied" // the browser keeps them back
  | "not_asked" // the browser has asked and got no answer
  | "insecure" // browsers raise none for a page without TLS
  | "unavailable"; // this browser has none

/** Through what it goes. */
export type NoticeWay = "dbus" | "notify-send" | "osascript" | "powershell" | "browser";

export interface NoticeReport {
  outcome: NoticeOutcome;
  way: NoticeWay;
  /** Who shows it ("dunst 1.9.0"), or what went wrong in the system's own words; may be empty. */
  words: string;
}

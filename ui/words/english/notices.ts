/** Settings of notifications, and what became of a test. */
export const notices = {
  dnd: "Do not disturb",
  about_dnd: "Nothing is raised on any of your devices, and others see it beside your name.",
  levels:
    "Each channel and direct message tells of all its messages, unless you choose otherwise: in its menu in the list, or with the bell above its messages. Muted ones stay quiet, whatever they are set to.",
  turn_on: "Turn on in this browser",
  test: "Send a test notification",
  testing: "Sending…",
  test_title: "Notifications work",
  test_body: "This is the test you asked for.",
  but_dnd: "Do not disturb is on here: apart from tests nothing is raised until you turn it off.",
  shown_by: (who: string) => `Shown by ${who}.`,
  shown: {
    dbus: "Your desktop has taken it.",
    "notify-send": "notify-send has taken it.",
    osascript: "macOS has taken it.",
    powershell: "Windows has taken it.",
    browser: "Your browser has shown it.",
  },
  unseen: {
    dbus: "If you did not see it, look whether your desktop is set not to disturb you.",
    "notify-send":
      "If you did not see it, look whether a notification service runs and is not set not to disturb you.",
    osascript:
      "If you did not see it, allow notifications of Script Editor in System Settings, Notifications.",
    powershell:
      "If you did not see it, allow notifications of Windows PowerShell in Settings, System, Notifications.",
    browser: "If you did not see it, look whether your system lets the browser notify you.",
  },
  failed: {
    no_bus: "This session has no message bus.",
    no_service: "This desktop has no notification service.",
    no_program: "The system’s program for notifications is missing.",
    refused: "The notification was refused.",
    timed_out: "The notification service does not answer.",
    denied: "Your browser blocks the notifications of this page.",
    not_asked: "Your browser has asked you and got no answer.",
    insecure: "Browsers raise notifications only for pages with an address of https.",
    unavailable: "This browser has no notifications for pages.",
  },
  what_to_do: {
    no_bus: "Start chat from within your desktop, or with “dbus-run-session chat connect”.",
    no_service: "Install one such as dunst or mako and let it start with your desktop, then try again.",
    no_program: "On Linux notify-send is in the package libnotify-bin. Install it, then try again.",
    refused: "Look into the notification settings of your system, then try again.",
    timed_out: "End the notification service or log in to your desktop anew, then try again.",
    denied: "Allow them at the sign beside the page’s address, load the page anew and try again.",
    not_asked: "Try again, and choose “Allow” when the browser asks.",
    insecure: "Open the server’s page by https, or use the chat window.",
    unavailable: "Use another browser, or the chat window.",
  },
  system_said: (text: string) => `The system said: ${text}`,
  lost: (time: string, why: string) => `A notification could not be shown (${time}). ${why}`,
  left: (channel: string) => `You have left ${channel} since then.`,
  /** # is how many. */
  raised: { open: "Open", many: "# new messages" },
};

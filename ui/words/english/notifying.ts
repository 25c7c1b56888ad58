/** Whether the browser notifies. */
export const notifying = {
  label: "Notifications",
  question: "Hear of new messages while this page is in the background?",
  turn_on: "Turn on",
  not_now: "Not now",
  turn_on_item: "Turn on notifications",
  blocked: "Notifications are blocked. Allow them for this page in the browser’s settings.",
  unavailable: "No notifications: browsers raise them only for pages with an address of https.",
  on: "Notifications are on.",
};

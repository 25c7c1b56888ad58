/** What stands there when the program behind the page has ended. */
export const ended = {
  title: "chat has ended",
  about_window: "The program behind this window is no longer running. Close the window and open chat again.",
  about_browser:
    "The program that showed this page is no longer running. You can close this tab. To come back, run chat connect again.",
  left_title: "You have left chat",
  about_left: "You stay signed in on this device. You can close this tab.",
  come_back: "Come back",
};

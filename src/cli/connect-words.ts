/** Why there is no window, and what to install for one when something is missing. `message` is in the system's words. */
export function noWindowWords(platform: string, problem: { message: string; is_missing: boolean }): string {
  const help = problem.is_missing ? (install_help[platform] ?? "") : "";
  return `chat: no window can be shown here (${problem.message}).\n${help}The page opens in the browser instead.\n`;
}

const install_help: Readonly<Record<string, string>> = {
  linux: `For the window, install WebKitGTK 6.0 and the Vulkan loader:
  Debian, Ubuntu   sudo apt install libwebkitgtk-6.0-4 libvulkan1
  Fedora           sudo dnf install webkitgtk6.0 vulkan-loader
  Arch             sudo pacman -S webkitgtk-6.0 vulkan-icd-loader
`,
  win32: "For the window, install Microsoft's WebView2 runtime.\n",
};

/** No display: nothing can be opened here, perhaps elsewhere. */
export const no_display_words =
  "chat: there is no display here, so no window. Open the link in a browser on this machine.\n";

export const linkWords = (link: string, is_opened: boolean): string =>
  is_opened
    ? `chat is in your browser. If it did not open, this link opens it once:\n\n  ${link}\n\nCtrl-C ends it.\n`
    : `This link opens chat once, in a browser on this machine:\n\n  ${link}\n\nCtrl-C ends it.\n`;

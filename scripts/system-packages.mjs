// Debian's packages that the window and the tests need, and installing what is missing of them.
import { ask, run, StepError } from "./steps.mjs";

/** For `chat connect`: the window, text and emoji in it, toasts. */
export const window_packages = [
  "libwebkitgtk-6.0-4",
  "libgtk-4-1",
  "libvulkan1", // the webview library is linked against it, and libgtk-4-1 does not bring it along
  "libnotify-bin",
  "fonts-dejavu-core",
  "fonts-noto-color-emoji",
];

/** For the tests: a display, a window manager, somebody who types, a notification daemon, a browser, a compiler. */
export const test_packages = [
  ...window_packages,
  "chromium",
  "dbus",
  "dbus-x11",
  "dunst",
  "gcc", // for the load generator of the benchmarks, whose counting is tested
  "git",
  "imagemagick",
  "libc6-dev",
  "libglib2.0-bin",
  "openbox",
  "x11-utils",
  "xauth",
  "xdotool",
  "xvfb",
];

/** What takes work from the tests, which do without where a system does not have it. */
export const quick_test_packages = ["chromium-headless-shell"];

/**
 * Installs what is missing where that can be done: on Debian and its kin, as root. Elsewhere says what is
 * missing and, when `required`, throws.
 */
export async function ensureSystemPackages(packages, { required }) {
  if (process.platform !== "linux") return;
  if (ask("dpkg-query", ["--version"]) === undefined) return sayUnknown(packages);
  const missing = missingOf(packages);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && (await install(missing))) return;
  const text = `These packages are missing: ${missing.join(" ")}\nInstall them: sudo apt-get install ${missing.join(" ")}`;
  if (required) throw new StepError(text);
  console.warn(text);
}

function missingOf(packages) {
  return packages.filter(
    (name) => !ask("dpkg-query", ["--show", "--showformat", "${db:Status-Abbrev}", name])?.startsWith("ii"),
  );
}

async function install(missing) {
  console.log(`Installing ${missing.join(" ")} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const aptGet = (...args) => run("apt-get", ["-qq", "-o", "Dpkg::Use-Pty=0", ...args], { env });
  await aptGet("update");
  await aptGet("install", "-y", "--no-install-recommends", ...missing);
  return missingOf(missing).length === 0;
}

/** Other systems name their packages otherwise, so what is there cannot be told from here. */
function sayUnknown(packages) {
  console.log(`On Debian this would need: ${packages.join(" ")}`);
}

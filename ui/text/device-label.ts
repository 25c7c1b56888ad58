const systems = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux|X11/, "Linux"],
] as const;

const browsers = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(?:e|ium)\//, "Chromium"],
  [/Safari\//, "Safari"],
] as const;

/** "Window on Linux", "Firefox on Windows": what this device is called in the list of one's devices. In English, for the server keeps it. */
export function deviceLabel(place: "window" | "browser" | "web", user_agent: string): string {
  const found = (list: typeof systems | typeof browsers) => list.find(([mark]) => mark.test(user_agent))?.[1];
  const program = place === "window" ? "Window" : (found(browsers) ?? "Browser");
  return [program, found(systems) ?? []].flat().join(" on ");
}

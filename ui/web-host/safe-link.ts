const schemes: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** The link as it may be opened; undefined for anything but a web page or a mail address. */
export function safeLink(url: string): string | undefined {
  const link = URL.canParse(url) ? new URL(url) : undefined;
  return link && schemes.has(link.protocol) ? link.href : undefined;
}

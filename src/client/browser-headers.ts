import { createHash } from "node:crypto";

/** The headers of every answer: nothing may frame, sniff, keep or refer to it. */
const common_headers = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cache-Control": "no-store",
} as const;

const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page as a browser gets it: its own policy, made for the window, connects to nothing; here it may to the bridge. */
export const pageFor = (page_html: string, port: number): string =>
  page_html.replace("connect-src 'none'", connectTo(port));

const connectTo = (port: number): string => `connect-src ws://127.0.0.1:${port}`;

/** Headers of the page: only its own inline scripts and styles are taken, and it talks to nobody but us. */
export function pageHeaders(page_html: string, port: number): Record<string, string> {
  const policy = [
    nothing,
    `script-src ${inlineHashes(page_html, "script")}`,
    `style-src ${inlineHashes(page_html, "style")}`,
    "img-src data: blob:",
    "font-src data:",
    connectTo(port),
  ];
  return {
    ...common_headers,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy.join("; "),
  };
}

/** Headers of a few words. */
export const noticeHeaders = (): Record<string, string> => ({
  ...common_headers,
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": `${nothing}; style-src 'unsafe-inline'`,
});

/** The hashes of a document's inline elements, as a policy names them. */
export function inlineHashes(html: string, element: "script" | "style"): string {
  const inline = html.matchAll(new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}\\s*>`, "gi"));
  const hashes = [...inline].map(([, text = ""]) => createHash("sha256").update(text).digest("base64"));
  return hashes.length === 0 ? "'none'" : hashes.map((hash) => `'sha256-${hash}'`).join(" ");
}

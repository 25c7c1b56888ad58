/**
 * The headers of every answer: nothing may frame, sniff or refer to it, and it uses nothing of the device.
 * No Strict-Transport-Security: it would hold for every port of this host name, also for what is not ours.
 */
export const common_headers = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "X-Robots-Tag": "noindex",
} as const;

export const nothing_policy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A few words as an answer. The text is ours, never a visitor's. */
export function words(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      ...common_headers,
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Security-Policy": nothing_policy,
      "Cache-Control": "no-store",
      ...headers,
    },
  });
}

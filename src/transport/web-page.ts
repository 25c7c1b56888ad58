/** The page as a browser gets it from the server, and the policy that goes with it. */
export interface ServedPage {
  html: string;
  /** For a host as the browser names it: the page may connect to that alone. */
  policyFor(host: string): string;
}

const policy_element = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?/;

/**
 * The page brings its policy along, with the hashes of its script and style. Here it goes into a header, where it can
 * forbid more, and allows what only a served page has: its connection, its manifest and its icons.
 */
export function servedPage(page_html: string, version: string): ServedPage {
  const [, own_policy] = policy_element.exec(page_html) ?? [];
  if (own_policy === undefined || !own_policy.includes(no_connection))
    throw new Error("the page has no policy of its own");
  return {
    html: page_html.replace(policy_element, `${headOf(version)}\n`),
    policyFor: (host) =>
      [
        own_policy
          .replace(no_connection, `connect-src 'self' ws://${host} wss://${host}`)
          .replace("img-src ", "img-src 'self' "),
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ].join("; "),
  };
}

const no_connection = "connect-src 'none'";

/** `served-by` tells the page that there is no program beside it, only this server. */
const headOf = (version: string): string =>
  [
    `<meta name="served-by" content="${version}">`,
    '<meta name="theme-color" content="#1e1f22">',
    '<link rel="manifest" href="/manifest.webmanifest">',
    '<link rel="apple-touch-icon" href="/icon-192.png">',
  ].join("\n");

/** What a browser needs to know to install the page like a program. */
export const manifest = JSON.stringify({
  name: "chat",
  short_name: "chat",
  id: "/",
  start_url: "/",
  scope: "/",
  display: "standalone",
  background_color: "#1e1f22",
  theme_color: "#1e1f22",
  icons: [
    { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
});

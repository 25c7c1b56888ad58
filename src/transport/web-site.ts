import type { PageParts } from "../protocol/bridge.ts";
import { type Bytes, WebFile } from "./web-file.ts";
import { words } from "./web-headers.ts";
import { isAddressed, type WebNames } from "./web-origin.ts";
import { manifest, type ServedPage } from "./web-page.ts";

/** What is shown over HTTP. */
export interface WebSiteParts {
  page: ServedPage;
  parts: PageParts;
  /** The icons, by their path. */
  icons: Readonly<Record<string, { type: string; content: string | Bytes }>>;
  names: WebNames;
}

/** Answers requests for the page and the few files around it; knows no sockets. */
export class WebSite {
  readonly #page: WebFile;
  readonly #files: ReadonlyMap<string, WebFile>;

  constructor(readonly parts: WebSiteParts) {
    this.#page = new WebFile("text/html; charset=utf-8", parts.page.html);
    this.#files = new Map([
      ["/manifest.webmanifest", new WebFile("application/manifest+json", manifest)],
      ...Object.entries(parts.parts).map(
        ([part, text]) => [`/${part}.json`, new WebFile("application/json", text)] as const,
      ),
      ...Object.entries(parts.icons).map(
        ([path, { type, content }]) => [path, new WebFile(type, content)] as const,
      ),
    ]);
  }

  /** Why a request is turned away before anybody looks at what it asks for. */
  refusal(request: Request): Response | undefined {
    if (!isAddressed(request.headers.get("host"), this.parts.names))
      return words(421, "This server does not go by that name. Its owner can allow it with --web-name.");
    if (request.method === "GET" || request.method === "HEAD") return undefined;
    return words(405, "Here one can only look: GET and HEAD.", { Allow: "GET, HEAD" });
  }

  async answer(request: Request, pathname: string): Promise<Response> {
    if (pathname === "/")
      return this.#page.answer(request, this.parts.page.policyFor(request.headers.get("host") ?? ""));
    if (pathname === "/healthz") return words(200, "ok");
    return (await this.#files.get(pathname)?.answer(request)) ?? words(404, "There is nothing here.");
  }
}

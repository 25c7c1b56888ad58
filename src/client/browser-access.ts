import { timingSafeEqual } from "node:crypto";

const secret_bytes = 32;

/** Decides who may see the page on the loopback address: whoever followed the link, in the browser that followed it. */
export class BrowserAccess {
  /** Opens the page once: part of the link. */
  readonly secret = randomSecret();
  readonly #session = randomSecret();
  readonly #used = Promise.withResolvers<void>();
  #is_used = false;

  constructor(readonly port: number) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get link(): string {
    return `${this.origin}/open/${this.secret}`;
  }

  /** Comes when the link has been followed: it leads nowhere from then on. */
  get used(): Promise<void> {
    return this.#used.promise;
  }

  /** The value for Set-Cookie when this is the secret's first use; undefined otherwise. */
  redeem(secret: string): string | undefined {
    if (this.#is_used || !isSame(secret, this.secret)) return undefined;
    this.#is_used = true;
    this.#used.resolve();
    // Not Strict: a browser that comes from the page on disk would not send it on the way from the link to the page.
    return `${this.#cookie_name}=${this.#session}; HttpOnly; SameSite=Lax; Path=/`;
  }

  /** Whether the request's browser has followed the link. */
  isKnown(request: Request): boolean {
    const cookies = new Bun.CookieMap(request.headers.get("cookie") ?? "");
    return isSame(cookies.get(this.#cookie_name) ?? "", this.#session);
  }

  /** Whether the request names this server: a page elsewhere can make its own name lead here, but not change what it is called. */
  isAddressed(request: Request): boolean {
    return request.headers.get("host") === `127.0.0.1:${this.port}`;
  }

  /** Whether it is our own page that asks for the WebSocket. */
  isFromPage(request: Request): boolean {
    return request.headers.get("origin") === this.origin;
  }

  /** Cookies do not tell ports apart, so the name does. */
  get #cookie_name(): string {
    return `chat_${this.port}`;
  }
}

const randomSecret = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(secret_bytes))).toString("base64url");

function isSame(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

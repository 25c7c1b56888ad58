/** Who listens elsewhere, and hears when a page asks for anything there. */
export class Canary implements Disposable {
  /** What was asked for, by the first part of its path. */
  readonly heard = new Set<string>();
  readonly #server: Bun.Server<undefined>;
  #news = Promise.withResolvers<void>();

  /** Who is answered with nothing stays where they were; who gets a page goes there. */
  constructor(answer: "nothing" | "page" = "nothing") {
    this.#server = Bun.serve<undefined>({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) => {
        this.heard.add(new URL(request.url).pathname.split("/")[1] ?? "");
        this.#news.resolve();
        this.#news = Promise.withResolvers();
        return answer === "nothing" ? new Response(null, { status: 204 }) : new Response(elsewhere, html);
      },
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** Resolves when so many different things have been asked for. */
  async hears(count: number): Promise<void> {
    while (this.heard.size < count) await this.#news.promise;
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true);
  }
}

const elsewhere = "<!doctype html><title>elsewhere</title>";
const html = { headers: { "Content-Type": "text/html" } };

import type { Hosting as HostingState } from "../protocol/bridge-hosting.ts";
import type { HostCommand, HostMessage } from "../protocol/bridge.ts";
import { Discovery } from "./discovery.ts";
import type { Hosting } from "./hosting.ts";

/** What the page can ask about servers nearby and of its own: the rest of the host's rows. */

type Command<Type extends HostCommand["type"]> = Extract<HostCommand, { type: Type }>;
type Post = (message: HostMessage) => void;

/** One search at a time; it ends with its page. */
export class DiscoveryRows {
  #discovery: Discovery | undefined;

  readonly rows = {
    "discover.start": () => this.#start(),
    "discover.stop": () => this.stop(),
  };

  constructor(readonly post: Post) {}

  stop(): void {
    this.#discovery?.stop();
    this.#discovery = undefined;
  }

  #start(): void {
    this.stop();
    this.#discovery = new Discovery({
      found: (servers, problem) => this.post({ type: "discover.found", servers, problem }),
    });
  }
}

interface HostingParts {
  hosting: Hosting;
  post: Post;
  reveal(path: string): void;
}

export type HostingRows = ReturnType<typeof hostingRows>;

export function hostingRows({ hosting, post, reveal }: HostingParts) {
  const told = (work: Promise<HostingState>) => void tell(post, work);
  return {
    "hosting.ask": () => told(hosting.ask()),
    "hosting.start": ({ name }: Command<"hosting.start">) => told(hosting.start(name)),
    "hosting.stop": () => told(hosting.stop()),
    "hosting.reveal": () => reveal(hosting.shown_path),
  };
}

/** A page has begun: one's own server runs again if it is to, after a restart of the computer for one. */
export const resumeHosting = ({ hosting, post }: HostingParts): void => void tell(post, hosting.resume());

/** Hosting answers with how it stands, whatever happens. */
async function tell(post: Post, work: Promise<HostingState>): Promise<void> {
  post({ type: "hosting", hosting: await work });
}

import { client } from "./told/client.ts";
import { rules } from "./told/rules.ts";
import { server } from "./told/server.ts";

/**
 * Sentences that come from the server, the client program or the rules both share, which are English: what they say, and
 * what German says. Dots that change stand as groups: $1 is the first. The first row that fits is taken.
 */
export const told: readonly (readonly [RegExp, string])[] = [...rules, ...server, ...client];

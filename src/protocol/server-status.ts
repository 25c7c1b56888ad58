import { z } from "zod";

const Port = z.int().min(1).max(65_535);

/** What `chat serve --status-file FILE` says of itself while it runs, for the program that started it. */
export const ServerStatus = z.object({
  process_id: z.int().positive(),
  name: z.string(),
  server_id: z.string(),
  port: Port,
  /** The port of its page; null without. */
  web_port: Port.nullable(),
  /** SHA-256 of its certificate; null without TLS. */
  certificate: z.string().nullable(),
  started_at_ms: z.int().nonnegative(),
});
export type ServerStatus = z.infer<typeof ServerStatus>;

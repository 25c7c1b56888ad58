import type { Answer } from "dns-packet";
import { z } from "zod";

import { limits } from "../protocol/limits.ts";
import { serverNameProblem, shownServerName } from "../protocol/rules.ts";

/** What a server tells its local network of itself, by DNS-SD over multicast DNS (RFC 6763, 6762). */
export const service_type = "_chat-server._tcp.local";
/** By which programs ask what services there are at all. */
export const services_name = "_services._dns-sd._udp.local";

const port = z.int().min(1).max(65_535);

/** Whatever comes from the network has gone through this. The name is text of a stranger. */
const AnnouncementSchema = z.object({
  id: z.uuid(),
  name: z
    .string()
    .transform(shownServerName)
    .refine((name) => serverNameProblem(name) === undefined),
  version: z.string().regex(/^[\w.+-]{1,40}$/),
  port,
  tls: z.boolean(),
  /** SHA-256 of its certificate, as a client shows it. A hint: anybody can announce anything. */
  certificate: z
    .string()
    .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    .nullable(),
});
export type Announcement = z.infer<typeof AnnouncementSchema>;

/** A server's own name among the services of its network. The id keeps two of one name apart. */
export function instanceName({ name, id }: Announcement): string {
  // A dot would part the label in two; a label has 63 bytes at most.
  const bytes = new TextEncoder().encode(name.replaceAll(".", " "));
  const text = new TextDecoder().decode(bytes.subarray(0, label_bytes_max), { stream: true });
  return `${text.trim()} (${id.slice(0, 8)}).${service_type}`;
}

const label_bytes_max = 63 - " (01234567)".length;

/** All that is told at once; `ttl_s` 0 takes it back. `address` is this computer's in the network that is told. */
export function recordsOf(announcement: Announcement, address: string, ttl_s: number): Answer[] {
  const instance = instanceName(announcement);
  const target = `chat-${announcement.id}.local`;
  const own = { ttl: ttl_s, flush: true };
  return [
    { type: "PTR", name: service_type, ttl: ttl_s, data: instance },
    { ...own, type: "SRV", name: instance, data: { port: announcement.port, target } },
    { ...own, type: "TXT", name: instance, data: textsOf(announcement) },
    { ...own, type: "A", name: target, data: address },
  ];
}

/** That the service is among those of this network. */
export const serviceRecord = (ttl_s: number): Answer => ({
  type: "PTR",
  name: services_name,
  ttl: ttl_s,
  data: service_type,
});

const textsOf = ({ name, version, id, tls, certificate }: Announcement): string[] => [
  "v=1",
  `name=${name}`,
  `version=${version}`,
  `id=${id}`,
  `tls=${tls ? 1 : 0}`,
  ...(certificate === null ? [] : [`cert=${certificate.replaceAll(":", "")}`]),
];

/** What the records of one packet announce, by instance, and which instances are taken back. What breaks a rule is left out. */
export function readRecords(records: readonly Answer[]): { here: Map<string, Announcement>; gone: string[] } {
  const here = new Map<string, Announcement>();
  const gone: string[] = [];
  for (const { name, ttl, instance } of records.slice(0, limits.announced_records_max).flatMap(pointerOf)) {
    if (name.toLowerCase() !== service_type) continue;
    if (ttl === 0) gone.push(instance);
    else {
      const announcement = announcementOf(records, instance);
      if (announcement) here.set(instance, announcement);
    }
  }
  return { here, gone };
}

const pointerOf = (record: Answer) =>
  record.type === "PTR" ? [{ name: record.name, ttl: record.ttl, instance: record.data }] : [];

function announcementOf(records: readonly Answer[], instance: string): Announcement | undefined {
  const of = records.slice(0, limits.announced_records_max).filter(({ name }) => name === instance);
  const place = of.find((record) => record.type === "SRV");
  const texts = of.find((record) => record.type === "TXT");
  if (!place || !texts) return undefined;
  const { v, name, version, id, tls, cert } = pairsOf(texts.data);
  if (v !== "1") return undefined;
  const certificate = cert?.match(/../g)?.join(":").toUpperCase() ?? null;
  return AnnouncementSchema.safeParse({
    id,
    name,
    version,
    port: place.data.port,
    tls: tls === "1",
    certificate,
  }).data;
}

/** `key=value` each; of a key that comes twice the first counts. */
function pairsOf(texts: unknown): Record<string, string | undefined> {
  const list: unknown[] = Array.isArray(texts) ? texts.slice(0, limits.announced_records_max) : [texts];
  const pairs = list.flatMap((text) => {
    const [, key, value = ""] = /^([a-z]{1,9})=(.*)$/s.exec(textOf(text)) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(pairs.toReversed());
}

const textOf = (text: unknown): string =>
  text instanceof Uint8Array ? new TextDecoder().decode(text) : typeof text === "string" ? text : "";

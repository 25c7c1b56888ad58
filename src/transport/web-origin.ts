/** Which names this server goes by in the address bar of a browser. */
export interface WebNames {
  /** With TLS a browser has checked the name itself. */
  is_checked_by_tls: boolean;
  /** Names it may have without TLS, beside any address and localhost. */
  names: readonly string[];
}

/**
 * Whether the Host of a request is a name of this server. Somebody else's page can make its own name lead here
 * (DNS rebinding) and would then be of the same origin; but it cannot change what it is called.
 */
export function isAddressed(host: string | null, { is_checked_by_tls, names }: WebNames): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  return is_checked_by_tls || isAddress(name) || /^(.+\.)?localhost$/.test(name) || names.includes(name);
}

/** Whether a page asks that came from where it asks: the only ones that may open a WebSocket. */
export function isSameOrigin(origin: string | null, host: string | null): boolean {
  if (origin === null || host === null || !URL.canParse(origin)) return false;
  const { protocol, host: origin_host } = new URL(origin);
  return /^https?:$/.test(protocol) && URL.parse(`${protocol}//${host}`)?.host === origin_host;
}

/** Whether a browser can send this as the Host, a port aside: lower case or not, but no space, scheme, port or path. */
export const isHostName = (text: string): boolean => nameOf(text) === text.toLowerCase();

const host_form = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?)(?::\d{1,5})?$/i;

/** A host's name without its port, in lower case. */
const nameOf = (host: string | null): string | undefined => host_form.exec(host ?? "")?.[1]?.toLowerCase();

const isAddress = (name: string): boolean => name.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(name);

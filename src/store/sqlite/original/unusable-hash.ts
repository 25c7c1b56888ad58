const alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A bcrypt hash of no password anybody knows, for an account nobody shall log in to. It costs the same time
 * to try as a real one, so such an account cannot be told from others.
 */
export function unusableHash(): string {
  const characters = Array.from(crypto.getRandomValues(new Uint8Array(53)), (byte) =>
    alphabet.charAt(byte % 64),
  );
  // Salt and digest are 16 and 23 bytes: the last character of each has bits that must be zero.
  characters[21] = ".";
  characters[52] = ".";
  return `$2b$12$${characters.join("")}`;
}

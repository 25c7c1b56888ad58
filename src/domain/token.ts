import { createHash, randomBytes } from "node:crypto";

/** A session token: 32 random bytes as 64 hexadecimal characters. */
export const newToken = (): string => randomBytes(32).toString("hex");

/** What is stored of a token: its SHA-256, as 64 hexadecimal characters. A token has no dictionary, so no salt is needed. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

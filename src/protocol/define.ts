import type { z } from "zod";

/** Who may send a request: anyone, only before a login, or only someone logged in. */
export type Access = "anyone" | "guest" | "user";

export interface RequestDeclaration<Body extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly access: Access;
  /** Requests of a kind share a rate limit per user; without one there is none. */
  readonly rate?:
    "message" | "change" | "search" | "catch_up" | "list" | "upload" | "finish" | "part" | "profile";
  readonly body: Body;
  readonly reply: Reply;
}

export interface EventDeclaration<Body extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly body: Body;
}

/** Declares a request once: its types, its validation and its page in docs/PROTOCOL.md come from here. */
export const request = <Body extends z.ZodType, Reply extends z.ZodType>(
  declaration: RequestDeclaration<Body, Reply>,
): RequestDeclaration<Body, Reply> => declaration;

/** Declares an event the server sends unasked. */
export const event = <Body extends z.ZodType>(declaration: EventDeclaration<Body>): EventDeclaration<Body> =>
  declaration;

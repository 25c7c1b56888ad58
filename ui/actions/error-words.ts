import { ChatError } from "../../src/protocol/errors.ts";
import { LinkDown, NoAnswer } from "../link/link-error.ts";

/** For what nobody foresaw; the details are of no use to a person. */
export const unexpected_words = "Something went wrong. Please try again.";

/** An error in words for a person. */
export function errorWords(error: unknown): string {
  if (error instanceof ChatError) return error.code === "internal" ? unexpected_words : error.message;
  if (error instanceof LinkDown) return "There is no connection to the server just now.";
  if (error instanceof NoAnswer) return "The server did not answer in time. Please try again.";
  return unexpected_words;
}

/** The words for an answer or a lost connection; a fault of the page is thrown on. */
export function foreseenWords(error: unknown): string {
  if (!isForeseen(error)) throw error;
  return errorWords(error);
}

/** Whether the error is an answer or a lost connection; any other is a fault of the page. */
export const isForeseen = (error: unknown): boolean =>
  error instanceof ChatError || error instanceof LinkDown || error instanceof NoAnswer;

import { ChatError } from "../../src/protocol/errors.ts";
import { LinkDown, NoAnswer } from "../link/link-error.ts";
import { told, words } from "../words/words.ts";

/** For what nobody foresaw; the details are of no use to a person. */
export const unexpectedWords = (): string => words().errors.unexpected;

/** An error in words for a person. */
export function errorWords(error: unknown): string {
  if (error instanceof ChatError) return error.code === "internal" ? unexpectedWords() : told(error.message);
  if (error instanceof LinkDown) return words().errors.no_connection;
  if (error instanceof NoAnswer) return words().errors.no_answer;
  return unexpectedWords();
}

/** Whether a sentence is of the moment: it goes when there is a connection again. */
export const isOfAbsence = (text: string | null | undefined): boolean =>
  text === words().errors.no_connection || text === words().commands.msg_away;

/** The words for an answer or a lost connection; a fault of the page is thrown on. */
export function foreseenWords(error: unknown): string {
  if (!isForeseen(error)) throw error;
  return errorWords(error);
}

/** Whether the error is an answer or a lost connection; any other is a fault of the page. */
export const isForeseen = (error: unknown): boolean =>
  error instanceof ChatError || error instanceof LinkDown || error instanceof NoAnswer;

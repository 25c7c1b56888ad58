import type { Words } from "./english.ts";
import { common } from "./german/common.ts";
import { errors } from "./german/errors.ts";
import { sign_in } from "./german/sign-in.ts";
import { told } from "./german/told.ts";

export const german: Words = { common, errors, sign_in };

export const german_told = told;

import type { Words } from "./english.ts";
import { common } from "./german/common.ts";
import { errors } from "./german/errors.ts";
import { server } from "./german/server.ts";
import { sidebar } from "./german/sidebar.ts";
import { sign_in } from "./german/sign-in.ts";
import { status } from "./german/status.ts";
import { told } from "./german/told.ts";
import { top_bar } from "./german/top-bar.ts";

export const german: Words = { common, errors, server, sidebar, sign_in, status, top_bar };

export const german_told = told;

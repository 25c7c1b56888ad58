import type { Page } from "playwright-core";

import type { PageHost, PageHostOptions } from "./page-host.ts";
import type { PageServer } from "./page-server.ts";

/** One state of the page: who is there, and what is done to come to it. */
export interface Scene {
  chat: () => PageServer;
  host?: PageHostOptions;
  act: (page: Page, host: PageHost) => Promise<unknown>;
  sizes?: readonly (readonly [number, number])[];
}

/** Signed in by the token kept at an earlier start. */
export const stays: PageHostOptions = {
  sign_in: {
    username: "ana",
    token: "5".repeat(64),
    server: { host: "192.168.1.20", port: 5050, tls: true },
  },
};

/** On a phone the sidebar is a drawer, which is opened first. */
export async function showSidebar(page: Page): Promise<void> {
  const opener = page.locator(".top-bar").getByRole("button", { name: "Channels", exact: true });
  if (await opener.isVisible()) await opener.click();
}

/** On a phone the members are a drawer. */
export async function showMembers(page: Page): Promise<void> {
  const members = page.getByRole("complementary", { name: "Members" });
  if (!(await members.isVisible())) await page.getByRole("button", { name: "Member list" }).click();
}

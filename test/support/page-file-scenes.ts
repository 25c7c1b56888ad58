import type { Page } from "playwright-core";

import { ChatError } from "../../src/protocol/errors.ts";
import { someBytes } from "./files.ts";
import { busyStreet } from "./page-casts.ts";
import type { PageHost } from "./page-host.ts";
import { type Scene, stays } from "./page-scene.ts";
import type { PageServer } from "./page-server.ts";
import { makePng } from "./png.ts";

/** Files: in messages, on their way, and over everything. */

const photo = makePng(1_600, 1_000, 0.4);
const small = makePng(320, 200, 0.4);
const tall = makePng(300, 600, 2.2);

/** A street where pictures and files were sent. */
function picturedStreet(): PageServer {
  const chat = busyStreet();
  const { data, files } = chat;
  const general = [...data.channels.values()].find(({ name }) => name === "general");
  if (general === undefined) throw new Error("no general");
  const say = (who: string, text: string, ...attachments: ReturnType<typeof files.add>[]) =>
    data.say(general, data.person(who), text, { attachments });
  say("ben", "This is what it looks like from the shed.", files.add("the view.png", photo, small));
  say(
    "dalia",
    "",
    files.add("one.png", photo, small),
    files.add("two.png", tall, tall),
    files.add("icon.png", makePng(24, 24, 4)),
  );
  say(
    "emre",
    "The plan and the list.",
    files.add(
      "Garden plan, the second version with the new beds and the paths between them.pdf",
      someBytes(1_234_567),
    ),
    files.add("seeds.csv", someBytes(812)),
  );
  return chat;
}

const scene = (act: (page: Page, host: PageHost) => Promise<unknown>): Scene => ({
  chat: picturedStreet,
  host: stays,
  async act(page, host) {
    await page.getByRole("textbox", { name: /^Message/ }).waitFor();
    await page.getByRole("button", { name: "Open the picture one.png" }).locator("img").waitFor();
    await act(page, host);
  },
});

const choose = (page: Page, ...files: { name: string; buffer: Uint8Array; mimeType?: string }[]) =>
  page.locator("input[type=file]").setInputFiles(
    files.map(({ name, buffer, mimeType = "application/octet-stream" }) => ({
      name,
      mimeType,
      buffer: Buffer.from(buffer),
    })),
  );

export const fileScenes: Record<string, Scene> = {
  "files-in-messages": scene((page) => page.getByTestId("file-card").last().waitFor()),
  "files-picture-alone": scene((page) =>
    page.getByRole("button", { name: "Open the picture the view.png" }).scrollIntoViewIfNeeded(),
  ),
  "files-chosen": scene(async (page, host) => {
    host.hold("file.put");
    await choose(
      page,
      { name: "bench.png", buffer: photo, mimeType: "image/png" },
      { name: "minutes of the meeting in May.docx", buffer: someBytes(90_000) },
    );
    await page.getByRole("textbox").fill("Here is the bench");
    await page.getByTestId("chosen-file").last().waitFor();
  }),
  "files-many-pictures": {
    chat: () => {
      const chat = picturedStreet();
      const general = [...chat.data.channels.values()].find(({ name }) => name === "general");
      const pictures = Array.from({ length: 10 }, (_, at) =>
        chat.files.add(`${at}.png`, photo, at % 3 ? small : tall),
      );
      if (general)
        chat.data.say(general, chat.data.person("ben"), "The whole day.", { attachments: pictures });
      return chat;
    },
    host: stays,
    act: (page) => page.getByRole("button", { name: "Open the picture 9.png" }).locator("img").waitFor(),
  },
  "files-many-chosen": scene(async (page, host) => {
    host.hold("file.put");
    const names = Array.from(
      { length: 8 },
      (_, at) => `Minutes of the long meeting in the garden, part ${at}.docx`,
    );
    await choose(page, ...names.map((name) => ({ name, buffer: someBytes(90_000) })));
    await page.getByTestId("chosen-file").last().waitFor();
  }),
  "files-waiting-long": scene(async (page, host) => {
    host.hold("file.finish");
    await choose(page, {
      name: "Garden plan, the second version with the new beds and the paths.pdf",
      buffer: photo,
    });
    await page.keyboard.press("Enter");
    await page.getByTestId("message").last().getByTestId("chosen-file").waitFor();
  }),
  "files-elsewhere": {
    // Where the list of channels is in sight.
    sizes: [
      [900, 600],
      [1280, 800],
    ],
    ...scene(async (page, host) => {
      host.hold("file.finish");
      await choose(page, { name: "bench.png", buffer: photo, mimeType: "image/png" });
      await page.keyboard.press("Enter");
      await page.getByTestId("message").last().getByTestId("chosen-file").waitFor();
      await page.getByRole("button", { name: /^movie-night/ }).click();
      await page.getByText("Files that are not up yet").waitFor({ state: "attached" });
    }),
  },
  "files-waiting": scene(async (page, host) => {
    host.hold("file.finish");
    await choose(page, { name: "bench.png", buffer: photo, mimeType: "image/png" });
    await page.getByRole("textbox").fill("Here is the bench");
    await page.keyboard.press("Enter");
    await page.getByTestId("message").last().getByTestId("chosen-file").waitFor();
  }),
  "files-problem": scene(async (page, host) => {
    host.chat.instead["file.begin"] = () => {
      throw new ChatError("no_room", "The server has no room for this file. Ask who runs it.");
    };
    await choose(page, { name: "bench.png", buffer: photo, mimeType: "image/png" });
    await page.getByText("no room").waitFor();
  }),
  "files-dropping": scene(async (page) => {
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "x.txt"));
      document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer }));
    });
    await page.getByTestId("drop-zone").waitFor();
  }),
  "files-lightbox": scene(async (page) => {
    await page.getByRole("button", { name: "Open the picture one.png" }).click();
    await page.getByRole("dialog").locator("img").waitFor();
  }),
  "files-lightbox-tall": scene(async (page) => {
    await page.getByRole("button", { name: "Open the picture two.png" }).click();
    await page.getByRole("dialog").locator("img").waitFor();
  }),
};

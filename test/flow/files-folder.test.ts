import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";

import { download, onDisk, pathOf, pngHeader, putAll, send, someBytes, upload } from "../support/files.ts";
import { refusedStart } from "../support/refused-start.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
const bytes = someBytes(1_000);

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const filesOf = ({ db }: Pick<TestServer, "db">): string => `${db}-files`;

/** A server that was stopped, whose database knows a file that was sent. */
async function withOneFile(): Promise<{ files: string; file_id: number }> {
  await using server = await startServer({ folder });
  using ana = await PeerV2.register(server, "ana");
  const { id: file_id } = await upload(ana, "a", bytes);
  await send(ana, general, [file_id]);
  await server.stop();
  return { files: filesOf(server), file_id };
}

const refusal = () => refusedStart(folder, "--no-tls");

describe("a folder of files that is not there at the start", () => {
  test("is told, not made anew, and put back it is as it was", async () => {
    const { files, file_id } = await withOneFile();
    renameSync(files, `${files}.away`);
    const said = await refusal();
    expect(said).toContain(`The folder ${files} is missing`);
    expect(said).toContain("Put it back");
    expect(existsSync(files)).toBe(false);
    renameSync(`${files}.away`, files);
    await using server = await startServer({ folder });
    using ana = await PeerV2.login(server, "ana");
    expect(await download(ana, file_id)).toEqual(bytes);
    expect(server.log()).not.toContain("files_folder_empty");
  });

  test("a link that leads nowhere is no folder either", async () => {
    const { files } = await withOneFile();
    renameSync(files, `${files}.away`);
    symlinkSync(`${folder}/not-mounted`, files);
    expect(await refusal()).toContain(`The folder ${files} is missing`);
  });

  test("what is no folder is told, and left as it is", async () => {
    const { files } = await withOneFile();
    renameSync(files, `${files}.away`);
    writeFileSync(files, "in the way");
    expect(await refusal()).toContain(`${files} is no folder`);
    expect(await Bun.file(files).text()).toBe("in the way");
  });

  test("an empty one is told, as where nothing is mounted; one in which somebody says so is taken, with a warning", async () => {
    const { files } = await withOneFile();
    rmSync(files, { recursive: true });
    mkdirSync(files);
    expect(await refusal()).toContain(`The folder ${files} is empty`);
    writeFileSync(`${files}/begin-anew`, "");
    await using server = await startServer({ folder });
    await server.logged(/files_folder_empty .*chat_data\.db-files/);
    using ana = await PeerV2.login(server, "ana");
    const again = await upload(ana, "again", bytes);
    expect(await download(ana, again.id)).toEqual(bytes);
  });

  test("matters when there is nothing but a picture of a person, and not when nothing is known", async () => {
    await using server = await startServer({ folder });
    using ana = await PeerV2.register(server, "ana");
    const set = (data: string | null) => ana.request("profile.set_avatar", { data });
    await set(pngHeader(64, 64).toBase64());
    await server.stop();
    renameSync(filesOf(server), `${filesOf(server)}.away`);
    expect(await refusal()).toContain(`The folder ${filesOf(server)} is missing`);
    renameSync(`${filesOf(server)}.away`, filesOf(server));
    {
      await using again = await startServer({ folder });
      using her = await PeerV2.login(again, "ana");
      await her.request("profile.set_avatar", { data: null });
      await again.stop();
    }
    rmSync(filesOf(server), { recursive: true });
    await using third = await startServer({ folder });
    using her = await PeerV2.login(third, "ana");
    const file = await upload(her, "a", bytes);
    expect(await download(her, file.id)).toEqual(bytes);
  });

  test("is no matter to a server that takes no files", async () => {
    const { files } = await withOneFile();
    rmSync(files, { recursive: true });
    await using server = await startServer({ folder, args: ["--no-files"] });
    expect(await server.stop()).toBe(0);
    expect(existsSync(files)).toBe(false);
  });
});

const away = {
  code: "unavailable",
  message: expect.stringContaining("folder of files is not in its place"),
  retry_after_ms: expect.any(Number),
};

describe.each(["nothing", "another folder"])(
  "a folder of files with %s in its place, while the server runs",
  (instead) => {
    test("nothing is acknowledged and nothing made, until it is back", async () => {
      await using server = await startServer({ folder });
      using ana = await PeerV2.register(server, "ana");
      const files = filesOf(server);
      const sent = await upload(ana, "a", bytes);
      const { id } = await send(ana, general, [sent.id]);
      const late = someBytes(2_000, 2);
      const begin = () => ana.request("file.begin", { name: "late", size_bytes: late.length });
      const { upload_id } = await begin();
      await putAll(ana, upload_id, late.subarray(0, 1_000));
      renameSync(files, `${files}.away`);
      if (instead === "another folder") mkdirSync(files);

      await putAll(ana, upload_id, late, 1_000);
      await expect(ana.request("file.finish", { upload_id })).rejects.toMatchObject(away);
      await expect(begin()).rejects.toMatchObject(away);
      await expect(ana.request("file.read", { file_id: sent.id })).rejects.toMatchObject(away);
      await ana.say(general, "still heard");
      await ana.request("message.delete", { id }); // its file goes when it can
      const picture = { data: pngHeader(64, 64).toBase64() };
      await expect(ana.request("profile.set_avatar", picture)).rejects.toMatchObject(away); // after a look for that file
      expect(existsSync(files)).toBe(instead === "another folder");
      expect(onDisk(server)).toEqual([]);
      await server.logged(/files_unavailable .*chat_data\.db-files was moved or deleted/);
      expect(server.log().match(/files_unavailable/g)?.length).toBe(1);
      expect(server.log()).not.toMatch(/store_unavailable|request_failed|files_not_removed/);

      if (instead === "another folder") rmdirSync(files);
      renameSync(`${files}.away`, files);
      const file = await upload(ana, "late", late);
      await server.logged(/files_available/);
      expect(await download(ana, file.id)).toEqual(late);
      const other = await upload(ana, "other", someBytes(10));
      expect(onDisk(server)).toContain(pathOf(bytes));
      await ana.request("file.discard", { file_id: other.id });
      const kept = () => onDisk(server).filter((path) => !path.startsWith("incoming"));
      while (kept().length > 1) await ana.request("ping", {}); // they go after the answer
      expect(kept()).toEqual([pathOf(late)]);
    });
  },
);

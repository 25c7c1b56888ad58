import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { filesFolder } from "../support/files-folder.ts";

const password = "secret";
const about = { name: "a", size_bytes: 5 };
const gone = { code: "not_found" };

/** Ana on two devices, on a server that takes files. */
async function street() {
  const made = await createTestContext(new FakeClock());
  const folder = filesFolder(made.store);
  const contents = { ...folder.contents };
  const context = { ...made, files: folder.desk({ contents }) };
  const logIn = async (name: "session.register" | "session.login") => {
    const session = new Session({ deliver() {}, close() {} });
    const { session_id } = await dispatch(context, session, name, { username: "ana", password });
    return { session, session_id };
  };
  return {
    context,
    contents,
    folder,
    desk: await logIn("session.register"),
    phone: await logIn("session.login"),
    async [Symbol.asyncDispose]() {
      await folder[Symbol.asyncDispose]();
      await context.store.close();
    },
  };
}

type Street = Awaited<ReturnType<typeof street>>;

const ends: Record<string, (world: Street) => Promise<unknown>> = {
  "logs out": ({ context, desk }) => dispatch(context, desk.session, "session.logout", {}),
  "is logged out by another": ({ context, desk: { session_id }, phone }) =>
    dispatch(context, phone.session, "session.end", { session_id }),
  "is logged out with all others": ({ context, phone }) =>
    dispatch(context, phone.session, "session.end_others", {}),
  "is logged out by a new password": ({ context, phone }) =>
    dispatch(context, phone.session, "password.change", { password, new_password: "another" }),
};

test.each(Object.entries(ends))("what a device uploads goes when it %s, and nothing else", async (_, end) => {
  await using world = await street();
  const { context, desk, phone, folder } = world;
  const begin = (session: Session) => dispatch(context, session, "file.begin", about);
  const [of_desk, of_phone] = [await begin(desk.session), await begin(phone.session)];
  const put = (upload_id: string) =>
    dispatch(context, phone.session, "file.put", { upload_id, offset: 0, data: "AQI=" });
  await put(of_desk.upload_id);
  expect(folder.onDisk()).toHaveLength(2);
  await end(world);
  expect(folder.onDisk()).toHaveLength(1);
  await expect(put(of_desk.upload_id)).rejects.toMatchObject(gone);
  expect(await put(of_phone.upload_id)).toEqual({ received_bytes: 2 });
});

test("an upload that is being begun while its login ends is none", async () => {
  await using world = await street();
  const { context, contents, desk, folder } = world;
  const [creating, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  contents.create = async () => {
    creating.resolve();
    await ended.promise;
    return folder.contents.create();
  };
  const begun = dispatch(context, desk.session, "file.begin", about);
  await creating.promise;
  await dispatch(context, desk.session, "session.logout", {});
  ended.resolve();
  await expect(begun).rejects.toMatchObject({ code: "session_ended" });
  expect(folder.onDisk()).toEqual([]);
});

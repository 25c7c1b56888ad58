import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { enter } from "../../src/domain/presence.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import { register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("uploads are asked about so often in a while, and finished as often", async () => {
  const context = await createTestContext(new FakeClock(), createRates(limits.messages_per_second));
  const [user_id] = await register(context.store, "ana");
  const session = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  await enter(context, session, { user_id, username: "ana", session_id: 1 });
  const ask = (name: "file.status" | "file.finish") =>
    expect(dispatch(context, session, name, { upload_id: "u" })).rejects;
  for (let at = 0; at < limits.upload_requests_per_window; at++) {
    await ask("file.status").toMatchObject({ code: "unsupported" }); // this server takes no files
    await ask("file.finish").toMatchObject({ code: "unsupported" });
  }
  await ask("file.status").toMatchObject({ code: "rate_limited" });
  await ask("file.finish").toMatchObject({ code: "rate_limited" });
});

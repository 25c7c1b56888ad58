import { requireLogin } from "../access.ts";
import type { Handler } from "../handler.ts";

export const choosePresence: Handler<"presence.choose"> = async (
  context,
  session,
  { status, status_text },
) => {
  const login = requireLogin(session);
  const chosen = await context.store.users.choosePresence(login.user_id, {
    ...(status === undefined ? {} : { chosen_status: status }),
    ...(status_text === undefined ? {} : { status_text }),
  });
  context.hub.choose(login.user_id, chosen);
  context.presence.note(login);
  const body = { status: chosen.chosen_status, status_text: chosen.status_text };
  context.bus.publish({ audience: { user_ids: [login.user_id] }, event: { type: "presence.chosen", body } });
  return body;
};

export const setIdle: Handler<"presence.set_idle"> = async (context, session, { idle }) => {
  const login = requireLogin(session);
  session.is_idle = idle;
  context.presence.note(login);
  return {};
};

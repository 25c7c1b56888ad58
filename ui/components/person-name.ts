import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";

import type { User } from "../../src/protocol/fields.ts";
import { nameIn, type Profile } from "../state/profiles.ts";
import { useApp } from "./app-context.ts";

/** What somebody is called now. Who asks is drawn again when that person is called otherwise, and for nobody else. */
export function useName({ user_id, username }: User): string {
  const { profiles } = useApp().store.view;
  const name = useMemo(
    () => computed(() => nameIn(profiles.value, { user_id, username })),
    [profiles, user_id, username],
  );
  return name.value;
}

/** The same for name and picture. */
export function useProfile(user_id: number): Profile | undefined {
  const { profiles } = useApp().store.view;
  return useMemo(() => computed(() => profiles.value.get(user_id)), [profiles, user_id]).value;
}

/** Somebody's name as text. */
export function PersonName({ user }: { user: User }) {
  return html`<bdi>${useName(user)}</bdi>`;
}

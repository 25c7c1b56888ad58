import { ChatError } from "../../src/protocol/errors.ts";
import type { User } from "../../src/protocol/fields.ts";
import type { ChatEvent, Reply, RequestBody } from "../../src/protocol/registry.ts";
import { recogniseMedia } from "../../src/system/media.ts";
import type { PageData } from "./page-data.ts";

type ProfileRequest = "profile.set" | "profile.set_avatar" | "profile.read_avatar" | "user.get";
type Answers = { [N in ProfileRequest]: (body: RequestBody<N>) => Reply<N> };

/** What the page's fake server knows of names and pictures. */
export class PageProfiles {
  readonly pictures = new Map<number, Uint8Array>();
  #last_avatar_id = 0;

  constructor(
    private readonly data: PageData,
    private readonly myId: () => number,
    private readonly tell: (event: ChatEvent) => void,
  ) {}

  /** Somebody is called otherwise from now on; null for by their username. */
  rename(user_id: number, display_name: string | null): User {
    const { display_name: _, ...user } = this.data.userOf(user_id);
    return this.#updated(display_name === null ? user : { ...user, display_name });
  }

  /** Somebody has this picture from now on; null for none. */
  picture(user_id: number, bytes: Uint8Array | null): User {
    const { avatar_id, ...user } = this.data.userOf(user_id);
    this.pictures.delete(avatar_id ?? 0);
    if (bytes === null) return this.#updated(user);
    this.pictures.set(++this.#last_avatar_id, bytes);
    return this.#updated({ ...user, avatar_id: this.#last_avatar_id });
  }

  readonly answers: Answers = {
    "profile.set": ({ display_name }) => ({ user: this.rename(this.myId(), display_name) }),
    "profile.set_avatar": ({ data }) => ({
      user: this.picture(this.myId(), data === null ? null : Uint8Array.fromBase64(data)),
    }),
    "profile.read_avatar": ({ avatar_id }) => {
      const bytes = this.pictures.get(avatar_id);
      if (!bytes) throw new ChatError("not_found", "This picture is not there any more.");
      return { media_type: recogniseMedia(bytes).media_type, data: bytes.toBase64() };
    },
    "user.get": ({ user_ids }) => ({ users: user_ids.flatMap((id) => this.data.people.get(id) ?? []) }),
  };

  #updated(user: User): User {
    this.data.update(user);
    this.tell({ type: "user.updated", body: { user } });
    return user;
  }
}

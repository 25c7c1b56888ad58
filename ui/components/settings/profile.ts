import { html } from "htm/preact";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { limits } from "../../../src/protocol/limits.ts";
import { cleanDisplayName, displayNameProblem } from "../../../src/protocol/rules.ts";
import {
  choosePicture,
  type ChosenPicture,
  picture_types,
  type PictureProblem,
  setDisplayName,
  setPicture,
} from "../../actions/profile.ts";
import { told, words } from "../../words/words.ts";
import { useApp } from "../app-context.ts";
import { Avatar } from "../avatar.ts";
import { useAsking } from "../dialog.ts";
import type { SectionProps } from "../settings-dialog.ts";
import { TextField } from "../text-field.ts";
import { PictureCrop } from "./picture-crop.ts";

/** What one is called and how one looks to others. */
export function ProfileSettings({ picture, onPicture }: SectionProps) {
  const app = useApp();
  const [is_new, setIsNew] = useState(false);
  const [text, setText] = useState(app.store.state.me?.display_name ?? "");
  const [has_cut, setHasCut] = useState(false);
  const me = app.store.view.me.value;
  if (me === null) return null;
  const leave = () => {
    setHasCut(true);
    onPicture(undefined);
  };
  const choose = (chosen: ChosenPicture) => {
    setIsNew(true);
    onPicture(chosen);
  };
  const take = async (blob: Blob) => {
    await setPicture(app, blob);
    leave();
  };
  if (picture !== undefined)
    return html`<${PictureCrop} picture=${picture} focused=${is_new} onTake=${take} onCancel=${leave} />`;
  const name = cleanDisplayName(text);
  return html`<div class="profile">
    <div class="profile-head">
      <${Avatar} user_id=${me.user_id} username=${me.username} size=${80} />
      <div class="profile-words">
        <b class="profile-name" dir="auto" data-testid="name-preview">${name === "" ? me.username : name}</b>
        <span>@${me.username}</span>
      </div>
    </div>
    <${PictureButtons} focused=${has_cut} onChosen=${choose} />
    <${NameForm} text=${text} onText=${setText} />
  </div>`;
}

interface NameFormProps {
  text: string;
  onText: (text: string) => void;
}

/** An empty field means the username. */
function NameForm({ text, onText }: NameFormProps) {
  const app = useApp();
  const { busy, problem, ask, forget } = useAsking();
  const { username = "", display_name = "" } = app.store.view.me.value ?? {};
  const [saved, setSaved] = useState(false);
  const wrong = text === "" ? undefined : displayNameProblem(text);
  const submit = (event: Event) => {
    event.preventDefault();
    if (wrong !== undefined) return;
    ask(async () => {
      await setDisplayName(app, text === "" ? null : text);
      setSaved(true);
    });
  };
  return html`<form onSubmit=${submit} novalidate>
    <${TextField}
      label=${words().profile.name}
      value=${text}
      onInput=${(next: string) => {
        onText(next);
        setSaved(false);
        forget();
      }}
      problem=${problem ?? told(wrong)}
      hint=${words().profile.name_hint(limits.display_name_chars_max, username)}
    />
    <div class="dialog-actions">
      <span class="profile-saved" role="status">${saved && words().profile.saved}</span>
      <button
        class="button button-primary"
        disabled=${wrong !== undefined || cleanDisplayName(text) === display_name}
        aria-disabled=${busy}
      >
        ${words().common.save}
      </button>
    </div>
  </form>`;
}

interface PictureButtonsProps {
  /** Whether the focus comes back here from a picture that was being cut. */
  focused: boolean;
  onChosen: (picture: ChosenPicture) => void;
}

/** Chooses a picture, or takes it away. */
function PictureButtons({ focused, onChosen }: PictureButtonsProps) {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (focused) button.current?.focus();
  }, []);
  const { busy, note, ask, choose } = useChoosing(input, onChosen);
  const { me, file_bytes_max } = app.store.view;
  if (file_bytes_max.value === null) return html`<p class="profile-note">${words().profile.no_pictures}</p>`;
  const remove = () =>
    ask(async () => {
      await setPicture(app, null);
      button.current?.focus(); // the other one goes
    });
  return html`<div class="profile-picture">
    <input
      ref=${input}
      type="file"
      hidden
      accept=${picture_types.join(",")}
      data-testid="picture-input"
      onChange=${choose}
    />
    <button
      ref=${button}
      type="button"
      class="button button-small"
      aria-disabled=${busy}
      onClick=${() => input.current?.click()}
    >
      ${words().profile.choose}
    </button>
    ${
      me.value?.avatar_id !== undefined &&
      html`<button type="button" class="button button-small" aria-disabled=${busy} onClick=${remove}>
        ${words().profile.remove}
      </button>`
    }
    <p class="field-note profile-problem" role="alert">${note}</p>
  </div>`;
}

/** Looks at the file that was chosen, and says what is wrong with it. */
function useChoosing(input: RefObject<HTMLInputElement | null>, onChosen: PictureButtonsProps["onChosen"]) {
  const [broken, setBroken] = useState<PictureProblem>();
  const { busy, problem, ask } = useAsking();
  const choose = () =>
    ask(async () => {
      const [file] = input.current?.files ?? [];
      if (file === undefined) return;
      const chosen = await choosePicture(file);
      if (input.current) input.current.value = ""; // the same file may be chosen again
      if (typeof chosen === "string") return setBroken(chosen);
      setBroken(undefined);
      onChosen(chosen);
    });
  return { busy, ask, choose, note: broken === undefined ? problem : words().profile[broken] };
}

import { computed } from "@preact/signals";
import { html } from "htm/preact";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Member, User } from "../../src/protocol/fields.ts";
import { openDirectMessage } from "../actions/channel-membership.ts";
import { closePerson, lookUp, writeTo } from "../actions/person-card.ts";
import { attempt } from "../actions/say.ts";
import { openSettings } from "../actions/settings.ts";
import { memberIn, type PersonCard } from "../state/person-card.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { useAsking } from "./dialog.ts";
import { Icon } from "./icon.ts";
import { focusComposer } from "./keys.ts";
import { useName } from "./person-name.ts";
import { StatusDot } from "./status-dot.ts";
import { insertText } from "./text-area.ts";
import { useProblem } from "./use-problem.ts";

/** Somebody's card, when one is open. */
export function OpenPersonCard() {
  const card = useApp().store.view.person_card.value;
  return card === null ? null : html`<${Card} key=${card.user.user_id} card=${card} />`;
}

/** Who somebody is and how they show, and what one can do with them. The browser keeps the focus inside and gives it back. */
function Card({ card }: { card: PersonCard }) {
  const { user, beside } = card;
  const app = useApp();
  const ref = useRef<HTMLDialogElement>(null);
  const member = useMember(user);
  const name = useName(user);
  const is_me = app.store.view.me.value?.user_id === user.user_id;
  usePlace(ref, beside, member?.status_text);
  const pressBeside = (event: MouseEvent) => {
    if (event.target !== ref.current) return;
    closePerson(app);
    // The second press of two on a row in the list of members.
    if (event.detail === 2) attempt(app, openDirectMessage(app, [user.username]));
  };
  const close = () => {
    if (app.store.state.person_card !== card) return; // an answer came late, and finds another one open
    ref.current?.close(); // at once: the focus is back where it was before anything else happens
    closePerson(app);
  };
  return html`<dialog
    ref=${ref}
    class="person-card"
    data-testid="person-card"
    aria-labelledby="person-name"
    onCancel=${close}
    onMouseDown=${pressBeside}
  >
    <div class="person-body">
      <${Avatar} user_id=${user.user_id} username=${user.username} size=${80} status=${member?.status} />
      <h2 id="person-name" class="person-name" dir="auto">${name}</h2>
      <p class="person-username">@${user.username}${is_me && html` <span>${words().card.you}</span>`}</p>
      <${Presence} member=${member} />
      ${is_me ? html`<${OwnActions} onClose=${close} />` : html`<${Actions} user=${user} name=${name} onClose=${close} />`}
    </div>
  </dialog>`;
}

/** Takes its room before it is known. */
function Presence({ member }: { member: Member | undefined }) {
  const is_now = useApp().store.view.connection.value.stage === "up";
  return html`<p class="person-presence">
    ${member !== undefined && is_now && html`<${StatusDot} status=${member.status} />${words().status[member.status]}`}
    ${member !== undefined && member.status_text !== "" && html`<span class="person-status" dir="auto">${member.status_text}</span>`}
  </p>`;
}

interface ActionsProps {
  user: User;
  name: string;
  onClose: () => void;
}

function Actions({ user, name, onClose }: ActionsProps) {
  const app = useApp();
  const [text, setText] = useState("");
  const { busy, problem, ask, forget } = useAsking();
  const [broken, setBroken] = useProblem();
  const note = broken ?? problem;
  const send = (event: Event) => {
    event.preventDefault();
    ask(async () => {
      const wrong = await writeTo(app, user.username, text);
      if (wrong !== undefined) return setBroken(wrong);
      onClose();
      focusComposer(document); // what had the focus before may be gone with its channel
    });
  };
  return html`<form class="person-write" onSubmit=${send}>
    <div class="field ${note === undefined ? "" : "field-wrong"}">
      <div class="field-box">
        <input
          aria-label=${words().card.write_to(name)}
          placeholder=${words().card.write_to(name)}
          value=${text}
          dir="auto"
          autocomplete="off"
          autofocus
          aria-invalid=${note !== undefined}
          aria-describedby="person-note"
          onInput=${(event: InputEvent) => {
            setText((event.currentTarget as HTMLInputElement).value);
            setBroken(undefined);
            forget();
          }}
        />
      </div>
      <p class="field-note person-note" id="person-note" role=${note === undefined ? undefined : "alert"}>
        ${note}
      </p>
    </div>
    <div class="person-actions">
      <button class="button button-primary" aria-disabled=${busy}>
        <${Icon} name="send" size=${16} />${words().card.message}
      </button>
      <${MentionButton} username=${user.username} onClose=${onClose} />
    </div>
  </form>`;
}

/** Where there is a composer to put the name into. */
function MentionButton({ username, onClose }: { username: string; onClose: () => void }) {
  const field = document.querySelector<HTMLTextAreaElement>("#composer");
  if (field === null) return null;
  const mention = () => {
    onClose();
    insertText(field, `${needsSpace(field) ? " " : ""}@${username} `);
  };
  return html`<button type="button" class="button" onClick=${mention}>
    <${Icon} name="at" size=${16} />${words().card.mention}
  </button>`;
}

function OwnActions({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const instead = (show: () => void) => () => {
    onClose();
    show();
  };
  return html`<div class="person-actions">
    <button class="button button-primary" autofocus onClick=${instead(() => openSettings(app, "profile"))}>
      <${Icon} name="pencil" size=${16} />${words().card.edit}
    </button>
    <button class="button" onClick=${instead(() => app.store.commit({ dialog: "status" }))}>
      <${Icon} name="smile" size=${16} />${words().card.status}
    </button>
  </div>`;
}

/** With presence: from a list that is kept, else asked for once. */
function useMember({ user_id }: User): Member | undefined {
  const app = useApp();
  const { members, channels } = app.store.view;
  const known = useMemo(
    () => computed(() => memberIn({ members: members.value, channels: channels.value }, user_id)),
    [members, channels, user_id],
  ).value;
  const [asked, setAsked] = useState<Member>();
  const is_known = known !== undefined;
  useEffect(() => {
    if (!is_known) attempt(app, lookUp(app, user_id).then(setAsked));
  }, [is_known, user_id]);
  return known ?? asked;
}

const gap_px = 8;

/** On the right of what was pressed, or the left where there is no room; whole on screen. It goes when the window changes. */
function usePlace(
  ref: RefObject<HTMLDialogElement | null>,
  beside: PersonCard["beside"],
  text: unknown,
): void {
  const app = useApp();
  useLayoutEffect(() => {
    const card = ref.current;
    const close = () => closePerson(app);
    card?.showModal();
    addEventListener("resize", close);
    return () => {
      removeEventListener("resize", close);
      card?.close();
    };
  }, []);
  useLayoutEffect(() => {
    if (ref.current === null) return;
    const { offsetWidth: width, offsetHeight: height } = ref.current;
    const right = beside.right + gap_px;
    const left = right + width + gap_px <= innerWidth ? right : beside.left - gap_px - width;
    const within = (at: number, room: number) => `${Math.max(gap_px, Math.min(at, room - gap_px))}px`;
    Object.assign(ref.current.style, {
      left: within(left, innerWidth - width),
      top: within(beside.top, innerHeight - height),
    });
  }, [beside, text]);
}

const needsSpace = ({ value, selectionStart }: HTMLTextAreaElement): boolean =>
  /\S$/.test(value.slice(0, selectionStart));

import { html } from "htm/preact";

/** Drawn with one stroke on a 24 px grid. */
const strokes = {
  hash: "M5 9h15M4 15h15M10.5 3 8 21M16 3l-2.5 18",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0",
  bell_off:
    "M4 4l16 16M8 7.6A6 6 0 0 0 6 11v5.5L4.5 18H18M10.5 5.2A6 6 0 0 1 18 11v3M10 20.5a2.2 2.2 0 0 0 4 0",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9L3.5 9.7l5.9-.8z",
  plus: "M12 5v14M5 12h14",
  users:
    "M5 7.5a4 4 0 1 0 0-.01zM2 20.5v-1a5 5 0 0 1 5-5h4a5 5 0 0 1 5 5v1M16 3.8a4 4 0 0 1 0 7.4M22 20.5v-1a5 5 0 0 0-3.5-4.7",
  log_out: "M9.5 21H6q-2 0-2-2V5q0-2 2-2h3.5M15.5 17l5-5-5-5M20 12H9.5",
  power: "M12 3.5V12M6.8 7a7.5 7.5 0 1 0 10.4 0",
  lock: "M7 11h10q2 0 2 2v6q0 2-2 2H7q-2 0-2-2v-6q0-2 2-2zM8 11V7.5a4 4 0 0 1 8 0V11",
  unlock: "M7 11h10q2 0 2 2v6q0 2-2 2H7q-2 0-2-2v-6q0-2 2-2zM8 11V7.5a4 4 0 0 1 7.8-1.2",
  close: "M6 6l12 12M18 6 6 18",
  chevron: "M6 9.5l6 6 6-6",
  arrow_down: "M12 5v14M6 13l6 6 6-6",
  arrow_up: "M12 19V5M6 11l6-6 6 6",
  arrow_right: "M5 12h14M13 6l6 6-6 6",
  arrow_left: "M19 12H5M11 6l-6 6 6 6",
  alert: "M12 9v4.5M12 17.2v.1M10.3 4 2 18a2 2 0 0 0 1.7 3h16.6a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0z",
  shield: "M12 3l8 3v6c0 4.8-3.3 8-8 9.5C7.3 20 4 16.8 4 12V6zM9 12l2.2 2.2L15.5 10",
  retry: "M20 11.5A8 8 0 1 0 18 17M20.5 5v6.5H14",
  trash: "M4 7h16M10 11v6M14 11v6M6 7l1 12.5A1.6 1.6 0 0 0 8.6 21h6.8a1.6 1.6 0 0 0 1.6-1.5L18 7M9 7V4h6v3",
  eye: "M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7S2 12 2 12zM9 12a3 3 0 1 0 0-.01z",
  eye_off:
    "M4 4l16 16M9.9 5.2A10 10 0 0 1 12 5c6.5 0 10 7 10 7a17 17 0 0 1-2.8 3.7M6.3 6.6A16.5 16.5 0 0 0 2 12s3.5 7 10 7a10 10 0 0 0 5-1.4M9.9 9.9a3 3 0 0 0 4.2 4.2",
  send: "M4 5l16.5 7L4 19l2.5-7zM6.5 12H13",
  check: "M5 12.5l5 5L19 7",
  search: "M4 11a7 7 0 1 0 0-.01zM16 16l5 5",
  archive: "M4 4h16v4H4zM5.5 8v10.5a1.5 1.5 0 0 0 1.5 1.5h10a1.5 1.5 0 0 0 1.5-1.5V8M10 12h4",
  gear: "M10.4 5.2v-2.7h3.2v2.7l2.1.8 1.9-1.8 2.2 2.2-1.8 1.9.8 2.1h2.7v3.2h-2.7l-.8 2.1 1.8 1.9-2.2 2.2-1.9-1.8-2.1.8v2.7h-3.2v-2.7l-2.1-.8-1.9 1.8-2.2-2.2 1.8-1.9-.8-2.1h-2.7v-3.2h2.7l.8-2.1-1.8-1.9 2.2-2.2 1.9 1.8zM9 12a3 3 0 1 0 0-.01z",
  clock: "M3 12a9 9 0 1 0 0-.01zM12 7v5.3l3.5 2",
  sliders: "M4 7h8M18 7h2M4 17h2M12 17h8M12 7a3 3 0 1 0 0-.01zM6 17a3 3 0 1 0 0-.01z",
  user_plus: "M5 7.5a4 4 0 1 0 0-.01zM2 20.5v-1a5 5 0 0 1 5-5h4a5 5 0 0 1 5 5v1M19 8v6M16 11h6",
  smile: "M3 12a9 9 0 1 0 0-.01zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.1M15 9.5v.1",
  server:
    "M5 4h14q1 0 1 1v5q0 1-1 1H5q-1 0-1-1V5q0-1 1-1zM5 13h14q1 0 1 1v5q0 1-1 1H5q-1 0-1-1v-5q0-1 1-1zM7.5 7.5v.1M7.5 16.5v.1",
  at: "M12 8a4 4 0 1 0 .01 0zM16 8v5a3 3 0 0 0 6 0v-1a10 10 0 1 0-4 8",
  user: "M12 4a4 4 0 1 0 .01 0zM4 21a8 8 0 0 1 16 0",
  globe: "M3 12a9 9 0 1 0 0-.01zM3 12h18M12 3c5.5 5 5.5 13 0 18M12 3c-5.5 5-5.5 13 0 18",
  window: "M5 4h14q2 0 2 2v12q0 2-2 2H5q-2 0-2-2V6q0-2 2-2zM3 9h18",
  unread: "M3 12a9 9 0 1 0 0-.01zM12 12v.1",
  reply: "M9 6 4 11l5 5M4 11h9a7 7 0 0 1 7 7v1",
  pencil: "M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 3L8.5 19zM14.5 6l3.5 3.5",
  pin: "M9 3.5h6l-.8 6.5 3.3 3.5h-11l3.3-3.5zM12 13.5v7",
  more: "M4 12a1 1 0 1 0 0-.01zM11 12a1 1 0 1 0 0-.01zM18 12a1 1 0 1 0 0-.01z",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  copy: "M9 9h10q1 0 1 1v10q0 1-1 1H9q-1 0-1-1V10q0-1 1-1zM15.5 9V4.5a1 1 0 0 0-1-1H4.5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1H8",
  paperclip: "M20 11.5 12.4 19a5 5 0 0 1-7-7l8-8a3.4 3.4 0 0 1 4.8 4.8l-8 8a1.7 1.7 0 0 1-2.4-2.4L15 7.2",
  file: "M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8zM13.5 3v5h5",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  image:
    "M5 4h14q1.5 0 1.5 1.5v13A1.5 1.5 0 0 1 19 20H5q-1.5 0-1.5-1.5v-13A1.5 1.5 0 0 1 5 4zM3.5 16l5-5 8 8M14 13l2.5-2.5 4 4M15 8.5v.1",
  help: "M3 12a9 9 0 1 0 0-.01zM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.8M12 16.7v.1",
} as const;

export type IconName = keyof typeof strokes;

/** For the eye alone: what it stands for must be said by a label beside or around it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true">
    <path d=${strokes[name]} />
  </svg>`;
}

/** The mark of the program: two people talking. */
export function Logo({ size = 56 }: { size?: number }) {
  return html`<svg class="logo" width=${size} height=${size} viewBox="0 0 56 56" aria-hidden="true">
    <rect class="logo-ground" width="56" height="56" rx="16" />
    <path
      class="logo-back"
      d="M26 13h14a6 6 0 0 1 6 6v8a6 6 0 0 1-6 6v5.5a1 1 0 0 1-1.7.7L32 33h-6a6 6 0 0 1-6-6v-8a6 6 0 0 1 6-6z"
    />
    <path
      class="logo-front"
      d="M16 21h14a6 6 0 0 1 6 6v7a6 6 0 0 1-6 6h-7l-5.3 4.7A1 1 0 0 1 16 44v-4a6 6 0 0 1-6-6v-7a6 6 0 0 1 6-6z"
    />
  </svg>`;
}

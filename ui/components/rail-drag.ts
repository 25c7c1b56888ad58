import type { RefObject } from "preact";
import { useRef } from "preact/hooks";

import type { Servers } from "../servers.ts";
import { isFresh } from "../state/rail.ts";

const slack_px = 4;

interface Drag {
  part: number;
  from_px: number;
  is_held: boolean;
  moves: boolean;
}

/** A server that is dragged takes its new place at once. A finger scrolls instead; for it there is the menu. */
export function useRailDrag(servers: Servers, list: RefObject<HTMLUListElement | null>) {
  const drag = useRef<Drag>({ part: 0, from_px: 0, is_held: false, moves: false });
  const end = () => {
    drag.current.is_held = false;
  };
  return {
    onPointerDown({ target, button, pointerType, clientY }: PointerEvent) {
      const item = (target as Element).closest<HTMLElement>(".rail-item");
      const is_held = item !== null && button === 0 && pointerType !== "touch";
      drag.current = { part: Number(item?.dataset["part"]), from_px: clientY, is_held, moves: false };
    },
    onPointerMove({ clientY, pointerId }: PointerEvent) {
      const held = drag.current;
      if (!held.is_held) return;
      if (!held.moves && Math.abs(clientY - held.from_px) <= slack_px) return;
      held.moves = true;
      list.current?.setPointerCapture(pointerId);
      moveTo(servers, held.part, placeAt(list.current, clientY));
    },
    onPointerUp: end,
    onPointerCancel: end,
    /** The release that ends a drag is no click. */
    onClickCapture(event: MouseEvent) {
      if (drag.current.moves) event.stopPropagation();
      drag.current.moves = false;
    },
  };
}

/** Which of the places a height is at. */
function placeAt(list: HTMLElement | null, client_px: number): number {
  const ends = [...(list?.children ?? [])].map((item) => item.getBoundingClientRect().bottom);
  const at = ends.findIndex((end_px) => client_px < end_px);
  return at === -1 ? ends.length - 1 : at;
}

function moveTo(servers: Servers, part: number, to: number): void {
  const app = servers.list.value.find((one) => one.part === part);
  const count = servers.list.value.filter((one) => !isFresh(one)).length;
  if (app !== undefined && to < count) servers.move(app, to);
}

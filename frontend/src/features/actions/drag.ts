import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import type { State } from "@/design/status";
import { type Step, stepInto } from "@/widgets/steps";

const isAction = (data: Record<string | symbol, unknown>): data is { action: ActionOut } => "action" in data;

/** A card that can be taken. A click is still a click; the keyboard has the menu. */
export function useDraggable(action: ActionOut): { ref: RefObject<HTMLElement | null>; dragging: boolean } {
  const ref = useRef<HTMLElement | null>(null);
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    return draggable({
      element: ref.current,
      getInitialData: () => ({ action }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    });
  }, [action]);
  return { ref, dragging };
}

export type Drop = "possible" | "over" | "refused" | null;

/** A state into which a card may be put, if the policy has opened a step that leads there. */
export function useDropState(
  state: State,
  onDrop: (action: ActionOut, step: Step) => void,
): { ref: RefObject<HTMLDivElement | null>; drop: Drop } {
  const ref = useRef<HTMLDivElement | null>(null);
  const [dragged, setDragged] = useState<ActionOut | null>(null);
  const [over, setOver] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setDragged(isAction(source.data) ? source.data.action : null),
        onDrop: () => setDragged(null),
      }),
    [],
  );
  useEffect(() => {
    if (!ref.current) return;
    const stepOf = (data: Record<string | symbol, unknown>) =>
      isAction(data) ? stepInto(state, data.action.allowed) : undefined;
    return dropTargetForElements({
      element: ref.current,
      canDrop: ({ source }) => stepOf(source.data) !== undefined,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const step = stepOf(source.data);
        if (isAction(source.data) && step) drop.current(source.data.action, step);
      },
    });
  }, [state]);

  if (!dragged || dragged.state === state) return { ref, drop: null };
  if (!stepInto(state, dragged.allowed)) return { ref, drop: "refused" };
  return { ref, drop: over ? "over" : "possible" };
}

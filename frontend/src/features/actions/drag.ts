import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import type { State } from "@/modules/actions/status";
import { canBeDragged, stepByDrop } from "./columns";

const ACTION = "action";

function draggedFrom(data: Record<string | symbol, unknown>): ActionOut | undefined {
  return data[ACTION] as ActionOut | undefined;
}

/** The card that is under way; null while nothing is dragged. */
export function useDragged(): ActionOut | null {
  const [dragged, setDragged] = useState<ActionOut | null>(null);
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setDragged(draggedFrom(source.data) ?? null),
        onDrop: () => setDragged(null),
      }),
    [],
  );
  return dragged;
}

/** Lets a card be taken with the pointer, when there is somewhere to put it. */
export function useCardDrag(action: ActionOut) {
  const ref = useRef<HTMLElement>(null);
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return draggable({
      element,
      canDrag: () => canBeDragged(action),
      getInitialData: () => ({ [ACTION]: action }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    });
  }, [action]);
  return { ref, dragging };
}

/** Lets a lane take the cards for which its state is an open step. */
export function useLaneDrop(state: State, onDrop: (action: ActionOut) => void) {
  const ref = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => {
        const action = draggedFrom(source.data);
        return action !== undefined && stepByDrop(action, state) !== undefined;
      },
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const action = draggedFrom(source.data);
        if (action) drop.current(action);
      },
    });
  }, [state]);
  return { ref, over };
}

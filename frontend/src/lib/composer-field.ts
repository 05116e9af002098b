import { type RefObject, useEffect, useSyncExternalStore } from "react";

type Field = RefObject<HTMLElement | null>;

let field: Field | null = null;
const listeners = new Set<() => void>();

function setField(next: Field | null): void {
  field = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Make this the field to which a key and a link at the top of the page lead. */
export function useComposerField(own: Field): void {
  useEffect(() => {
    setField(own);
    return () => {
      if (field === own) setField(null);
    };
  }, [own]);
}

/** Return whether a message can be written on this page. */
export function useHasComposer(): boolean {
  return useSyncExternalStore(subscribe, () => field !== null);
}

export function focusComposer(): void {
  field?.current?.focus();
}

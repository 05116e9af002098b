const listeners = new Set<(id: string) => void>();

/** The reader may no longer see the thing with this id: every room drops what it keeps of it. */
export function emitAccessLost(id: string): void {
  for (const listener of listeners) listener(id);
}

const narrowing = new Set<(id: string) => void>();

/** Only some of a group may read the thing by now, the reader among them: the browser keeps nothing of it. */
export function emitAccessRestricted(id: string): void {
  for (const listener of narrowing) listener(id);
}

export function onAccessRestricted(listener: (id: string) => void): () => void {
  narrowing.add(listener);
  return () => narrowing.delete(listener);
}

export function onAccessLost(listener: (id: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

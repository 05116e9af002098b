const listeners = new Set<(id: string) => void>();

/** The reader may no longer see the thing with this id: every room drops what it keeps of it. */
export function forget(id: string): void {
  for (const listener of listeners) listener(id);
}

export function onForgotten(listener: (id: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

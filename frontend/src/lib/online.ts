import { useSyncExternalStore } from "react";

/** Whether there is a line to the server: the browser's word, corrected by what the socket has seen. */
let reachable = navigator.onLine;
let lost: Date | null = null;
const listeners = new Set<() => void>();

function change(next: boolean, since = new Date()): void {
  if (next === reachable && (next || lost !== null)) return;
  reachable = next;
  lost = next ? null : since;
  for (const listener of listeners) listener();
}

/** `askedAt`: when the server was asked. What was asked before the loss proves nothing by coming late. */
export function lineIsUp(askedAt = new Date()): void {
  if (lost !== null && askedAt < lost) return;
  change(true);
}

/** `since` is how old the page is, when that is older than the loss: a page that was opened without a line. */
export function lineIsDown(since?: Date): void {
  change(false, since);
}

export function isOnline(): boolean {
  return reachable;
}

/** Since when the page is as old as it is; null while there is a line. */
export function offlineSince(): Date | null {
  return lost;
}

export function onLineChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("offline", () => lineIsDown());

export function useOnline(): boolean {
  return useSyncExternalStore(onLineChange, isOnline);
}

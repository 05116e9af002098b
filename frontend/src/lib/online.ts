import { useSyncExternalStore } from "react";

/** Whether there is a line to the server: the browser's word, corrected by what the socket has seen. */
let reachable = navigator.onLine;
let lost: Date | null = null;
const listeners = new Set<() => void>();

function change(next: boolean): void {
  if (next === reachable) return;
  reachable = next;
  lost = next ? null : new Date();
  for (const listener of listeners) listener();
}

export function lineIsUp(): void {
  change(true);
}

export function lineIsDown(): void {
  change(false);
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

window.addEventListener("offline", lineIsDown);

export function useOnline(): boolean {
  return useSyncExternalStore(onLineChange, isOnline);
}

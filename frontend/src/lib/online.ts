import { useSyncExternalStore } from "react";

/** Why the page reaches no server: it has no connection, or a proxy says that the server does not answer. */
export type Outage = "connection" | "server";

/** The browser's word, corrected by what the socket and the answers of the server have shown. */
let outage: Outage | null = navigator.onLine ? null : "connection";
let lost: Date | null = null;
const listeners = new Set<() => void>();

function change(next: Outage | null, since = new Date()): void {
  if (next === outage && (next === null || lost !== null)) return;
  outage = next;
  lost = next === null ? null : (lost ?? since);
  for (const listener of listeners) listener();
}

/** `askedAt`: when the server was asked. What was asked before the loss proves nothing by coming late. */
export function markOnline(askedAt = new Date()): void {
  if (lost !== null && askedAt < lost) return;
  change(null);
}

/** `since` is how old the page is, when that is older than the loss: a page that was opened without a line. */
export function markOffline(since?: Date): void {
  // A socket that fails does not say why: what a proxy said holds as long as the device has a network.
  change(outage === "server" && navigator.onLine ? "server" : "connection", since);
}

/** A proxy has answered in place of the server; `since` as in `lineIsDown`. */
export function serverIsDown(since?: Date): void {
  change("server", since);
}

export function isOnline(): boolean {
  return outage === null;
}

export function currentOutage(): Outage | null {
  return outage;
}

/** Since when the page is as old as it is; null while there is a line. */
export function offlineSince(): Date | null {
  return lost;
}

export function onConnectivityChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("offline", () => markOffline());

export function useOnline(): boolean {
  return useSyncExternalStore(onConnectivityChange, isOnline);
}

export function useOutage(): Outage | null {
  return useSyncExternalStore(onConnectivityChange, currentOutage);
}

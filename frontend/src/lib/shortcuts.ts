import { useEffect, useSyncExternalStore } from "react";

const KEY = "viche-shortcuts";
const listeners = new Set<() => void>();

/** Single keys can be switched off: they disturb people who dictate, or who miss keys. */
export function shortcutsAreOn(): boolean {
  return localStorage.getItem(KEY) !== "off";
}

export function setShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, "off");
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore(subscribe, shortcutsAreOn);
}

export type Shortcut = "next" | "filter" | "composer" | "help";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** By the place of the key, so that N is N in the Ukrainian layout too; by the sign where the place differs. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help";
  if (event.key === "/" || event.code === "Slash") return "filter";
  if (event.shiftKey) return null;
  if (event.code === "KeyR") return "composer";
  return event.code === "KeyN" ? "next" : null;
}

/** Keys of the whole page. Nothing happens while a dialog is open. */
export function useShortcuts(run: (shortcut: Shortcut) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!shortcutsAreOn() || document.querySelector('[aria-modal="true"]')) return;
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      run(shortcut);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [run]);
}

/** Put on the field that `/` goes to. */
export const FILTER_MARK = "data-filter";

/** Whether this page has one. */
export function focusFilter(): boolean {
  const field = document.querySelector<HTMLElement>(`[${FILTER_MARK}]`);
  field?.focus();
  return field !== null;
}

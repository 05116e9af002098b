import { useLayoutEffect, useRef } from "react";

/**
 * Keep the focus on a button that moves its own row: a browser drops it when the row is put elsewhere. Returns what
 * is to be called with the button before the `order` changes. Whoever has gone elsewhere meanwhile stays there.
 */
export function useKeptFocus(order: string): (button: HTMLElement) => void {
  const pressed = useRef<HTMLElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order is the reason to look again
  useLayoutEffect(() => {
    if (document.activeElement === document.body) pressed.current?.focus();
    pressed.current = null;
  }, [order]);
  return (button) => {
    pressed.current = button;
  };
}

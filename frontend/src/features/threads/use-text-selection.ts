import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { messageId } from "./use-scroll-position";

/** Words of one message that the reader has chosen; they stay known while its menu takes the focus. */
export interface Chosen {
  id: string;
  text: string;
}

/** The text stands in an element of its own: what is chosen beside it was not said. */
const TEXT = "[data-said]";

function chosenNow(): Chosen | null {
  const selection = document.getSelection();
  const text = selection?.toString().trim();
  if (!selection || !text) return null;
  const around = (node: Node | null) =>
    (node instanceof Element ? node : node?.parentElement)?.closest(TEXT) ?? null;
  const said = around(selection.anchorNode);
  const article = said?.closest("article");
  if (!said || !article || said !== around(selection.focusNode)) return null;
  return { id: article.id, text };
}

/** Which words of a message are chosen, for as long as others are not: the same for as long as the page is open. */
export interface SelectedText {
  of: (number: number) => string | null;
  subscribe: (listener: () => void) => () => void;
}

/** Who chooses words draws nothing anew but what asks for them. */
export function useTextSelection(): SelectedText {
  const chosen = useRef<Chosen | null>(null);
  const [listeners] = useState(() => new Set<() => void>());
  useEffect(() => {
    const look = () => {
      const now = chosenNow();
      // A press on the menu may take the choice away: it counts until there is another.
      if (!now) return;
      chosen.current = now;
      for (const listener of listeners) listener();
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [listeners]);
  const [words] = useState<SelectedText>(() => ({
    of: (number) => (chosen.current?.id === messageId(number) ? chosen.current.text : null),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  }));
  return words;
}

export function useChosenIn({ of, subscribe }: SelectedText, number: number): string | null {
  return useSyncExternalStore(subscribe, () => of(number));
}

import { useEffect, useState } from "react";
import { messageId } from "./use-place";

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

/** Which words of a message are chosen, for as long as others are not. */
export function useChosen(): (number: number) => string | null {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  useEffect(() => {
    const look = () => {
      const now = chosenNow();
      // A press on the menu may take the choice away: it counts until there is another.
      if (now) setChosen((known) => (known?.id === now.id && known.text === now.text ? known : now));
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, []);
  return (number) => (chosen?.id === messageId(number) ? chosen.text : null);
}

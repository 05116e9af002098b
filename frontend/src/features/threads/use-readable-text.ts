import { useState } from "react";
import { displayText, type Names, reconcileMentions } from "@/lib/mentions";

/**
 * The text of a message as it is read, with the names of those whom it mentions. What is sent keeps whom it names,
 * whatever stands beside the name.
 */
export function useReadableText(body: string, onBody: (body: string) => void) {
  const [names] = useState<Names>(() => new Map());
  const onText = (shown: string) => onBody(reconcileMentions(body, shown, names));
  return { text: displayText(body, names), onText, names, body, onBody };
}

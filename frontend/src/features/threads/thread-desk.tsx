import { createContext, use } from "react";
import type { ActionOut, MessageOut } from "@/api/generated/types.gen";

/** What messages need to know of the thread around them, and what can be done with them. */
export interface ThreadDesk {
  personId: string;
  /** The policy's word on what this reader may do here. */
  can: (action: string) => boolean;
  /** How many of those who see the thread have seen a message; null until that is known. */
  seenBy: (number: number) => { seen: number; of: number } | null;
  /** Action items that came of a message. */
  bornOf: (messageId: string) => ActionOut[];
  watch: (element: HTMLElement | null, number: number) => void;
  answer: (message: MessageOut) => void;
  support: (message: MessageOut, on: boolean) => void;
  /** Of a message of one’s own: put it in other words, or take it back. */
  correct: (message: MessageOut) => void;
  takeBack: (message: MessageOut) => void;
  /** What it said before. */
  showEarlier: (message: MessageOut) => void;
  /** What was refused goes back to where one writes. */
  rewrite: (body: string) => void;
  /** From it on the thread waits again. */
  readLater: (message: MessageOut) => void;
  makeAction: (message: MessageOut) => void;
}

export const ThreadDeskContext = createContext<ThreadDesk | null>(null);

export function useThreadDesk(): ThreadDesk {
  const desk = use(ThreadDeskContext);
  if (!desk) throw new Error("a message stands in a thread");
  return desk;
}

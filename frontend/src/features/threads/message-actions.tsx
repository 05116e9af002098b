import { createContext, use } from "react";
import type { ActionOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import type { OutgoingMessage, OutgoingReaction, Reaction } from "@/outbox/store";
import type { SelectedText } from "./use-text-selection";

/** What can be done with a message, or a letter, where one writes. */
export type ComposerActions = {
  answer: (message: MessageOut) => void;
  /** Answers a message with words of it, all of them where none are given. */
  quote: (message: MessageOut, words?: string) => void;
  /** Puts a message of one’s own in other words. */
  correct: (message: MessageOut) => void;
  /** What was refused goes back to where one writes, here or where the thread went on; else it stays. */
  rewrite: (letter: OutgoingMessage) => void;
  /** What would give something away is looked at by its writer. */
  reviewWarnings: (letter: OutgoingMessage) => void;
};

/** What messages need to know of the thread around them, and what can be done with them at once. */
export interface MessageActions extends ComposerActions {
  personId: string;
  /** The policy's word on what this reader may do here. */
  can: (action: ThreadOut["allowed"][number]) => boolean;
  /** Messages of one's own may be changed and taken back: also that of a draft, where nothing is answered yet. */
  changesOwn: boolean;
  /** Action items that came of a message. */
  actionsFromMessage: (messageId: string) => ActionOut[];
  /** Sees when the element of a message comes into view, until what it gives back is called. */
  watch: (element: HTMLElement | null, number: number) => (() => void) | undefined;
  /** The words of messages that are chosen on the page. */
  chosen: SelectedText;
  /** Ids of those who say this to a message. */
  reactedTo: (message: MessageOut, reaction: Reaction) => string[];
  react: (message: MessageOut, reaction: Reaction, on: boolean) => void;
  /** Whether anybody reads it: then whoever wrote it may take it back at any time. */
  isPublic: (message: MessageOut) => boolean;
  /** Where a refused letter would go back to. */
  rewrites: "here" | "elsewhere" | null;
  /** From it on the thread waits again. */
  readLater: (message: MessageOut) => void;
  acknowledge: (message: MessageOut) => void;
  /** Whether the browser is ready to keep what one does until it is sent. */
  ready: boolean;
  /** What one did and what has not reached the server yet. */
  isSending: (messageId: string, does: OutgoingReaction["does"]) => boolean;
}

export const MessageActionsContext = createContext<MessageActions | null>(null);

export function useMessageActions(): MessageActions {
  const desk = use(MessageActionsContext);
  if (!desk) throw new Error("a message stands in a thread");
  return desk;
}

import { createContext, use } from "react";
import type { ActionOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import type { OutgoingMessage, OutgoingReaction, Reaction } from "@/outbox/items";
import type { SelectedText } from "./use-text-selection";

/** What the composer can do with a message, sent or unsent. */
export type ComposerActions = {
  answer: (message: MessageOut) => void;
  /** Reply to a message with a quote; the whole message where no text is given. */
  quote: (message: MessageOut, words?: string) => void;
  /** Edit one’s own message. */
  correct: (message: MessageOut) => void;
  /** Return a refused message to the composer, here or where the thread continues; else keep it. */
  rewrite: (letter: OutgoingMessage) => void;
  /** Show the writer the personal data that was found in a message. */
  reviewWarnings: (letter: OutgoingMessage) => void;
};

/** What messages need from the thread around them, and the actions on them. */
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
  /** The thread to whose composer a refused message returns. */
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

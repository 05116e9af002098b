import { createContext, use } from "react";
import type { ActionOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import type { OutgoingMessage, OutgoingReaction, Reaction } from "@/outbox/store";
import type { SelectedText } from "./use-text-selection";

/** What messages need to know of the thread around them, and what can be done with them. */
export interface MessageActions {
  personId: string;
  /** The policy's word on what this reader may do here. */
  can: (action: ThreadOut["allowed"][number]) => boolean;
  /** Messages of one's own may be changed and taken back: also that of a draft, where nothing is answered yet. */
  changesOwn: boolean;
  /** Action items that came of a message. */
  actionsFromMessage: (messageId: string) => ActionOut[];
  /** Sees when the element of a message comes into view, until what it gives back is called. */
  watch: (element: HTMLElement | null, number: number) => (() => void) | undefined;
  answer: (message: MessageOut) => void;
  /** Answers a message with words of it, all of them where none are given. */
  quote: (message: MessageOut, words?: string) => void;
  /** The words of messages that are chosen on the page. */
  chosen: SelectedText;
  /** Ids of those who say this to a message. */
  reactedTo: (message: MessageOut, reaction: Reaction) => string[];
  react: (message: MessageOut, reaction: Reaction, on: boolean) => void;
  showReacted: (message: MessageOut) => void;
  /** Of a message of one’s own: put it in other words, or take it back. */
  correct: (message: MessageOut) => void;
  takeBack: (message: MessageOut) => void;
  /** Whether anybody reads it: then whoever wrote it may take it back at any time. */
  isPublic: (message: MessageOut) => boolean;
  /** What it said before. */
  showEarlier: (message: MessageOut) => void;
  /** Tell those who moderate that a message breaks the rules; hide it; read one that is hidden. */
  report: (message: MessageOut) => void;
  hide: (message: MessageOut) => void;
  showHidden: (message: MessageOut) => void;
  /** What was refused goes back to where one writes, here or where the thread went on; else it stays. */
  rewrite: (letter: OutgoingMessage) => void;
  /** Where that would be. */
  rewrites: "here" | "elsewhere" | null;
  /** What would give something away is looked at by its writer. */
  reviewWarnings: (letter: OutgoingMessage) => void;
  /** From it on the thread waits again. */
  readLater: (message: MessageOut) => void;
  makeAction: (message: MessageOut) => void;
  /** Whoever leads has it go on in a thread of its own. */
  part: (message: MessageOut) => void;
  /** Whoever leads asks all to acknowledge a message, or by another day. */
  makeMustRead: (message: MessageOut) => void;
  acknowledge: (message: MessageOut) => void;
  showAnswers: (message: MessageOut) => void;
  /** Whether the browser is ready to keep what one does until it is sent. */
  ready: boolean;
  /** What one did and what has not reached the server yet. */
  isSending: (messageId: string, does: OutgoingReaction["does"]) => boolean;
}

export const ThreadDeskContext = createContext<MessageActions | null>(null);

export function useMessageActions(): MessageActions {
  const desk = use(ThreadDeskContext);
  if (!desk) throw new Error("a message stands in a thread");
  return desk;
}

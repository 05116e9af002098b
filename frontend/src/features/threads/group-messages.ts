import type { MessageOut } from "@/api/generated/types.gen";

/** A message with the replies that follow it at once. */
export interface MessageGroupBlock {
  kind: "stem";
  key: string;
  root: MessageOut;
  /** What the root answers, when that does not stand directly above; null when it is not loaded. */
  answers?: MessageOut | null;
  replies: MessageOut[];
}

export interface DayBlock {
  kind: "day";
  key: string;
  day: string;
}

export interface UnreadBlock {
  kind: "unread";
  key: string;
}

/** Where the messages of another thread begin, from this number on. */
export interface MergedThreadBlock {
  kind: "seam";
  key: string;
  first: number;
}

/** Where they end. */
export interface SeamEndBlock {
  kind: "seam-end";
  at: number;
  key: string;
}

export type Block = MessageGroupBlock | DayBlock | UnreadBlock | MergedThreadBlock | SeamEndBlock;

interface LayOutOptions {
  /** Calendar day of a moment, in the reader's zone. */
  dayOf: (at: string) => string;
  /** Number of the first message below the honey line. */
  unreadFrom: number | null;
  /** Numbers with which the messages of other threads begin that went on here. */
  seams?: number[];
  /** Numbers with which the thread itself goes on after those. */
  ends?: number[];
}

/**
 * Messages as they stand on the page: always in the order in which they were said, so that what is new is
 * below what is old. A reply hangs on its question while nothing else was said between; later it stands for
 * itself and names what it answers.
 */
export function groupMessages(messages: MessageOut[], options: LayOutOptions): Block[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const blocks: Block[] = [];
  let stem: MessageGroupBlock | null = null;
  let day = "";
  for (const message of messages) {
    const lines = dividersBefore(message, day, options);
    blocks.push(...lines);
    day = options.dayOf(message.posted_at);
    if (stem && lines.length === 0 && message.reply_to && repliesTo(stem, message.reply_to)) {
      stem.replies.push(message);
      continue;
    }
    stem = { kind: "stem", key: message.id, root: message, replies: [] };
    if (message.reply_to) stem.answers = byId.get(message.reply_to) ?? null;
    blocks.push(stem);
  }
  return blocks;
}

/** What stands between a message and the one before it, said on `day`. Days go back where a thread came in. */
function dividersBefore(message: MessageOut, day: string, options: LayOutOptions): Block[] {
  const { dayOf, unreadFrom, seams = [], ends = [] } = options;
  const { id, number } = message;
  const today = dayOf(message.posted_at);
  const comesIn = seams.includes(number);
  const goesOn = !comesIn && ends.includes(number);
  const lines: Block[] = [];
  if (comesIn) lines.push({ kind: "seam", key: `seam ${number}`, first: number });
  if (goesOn) lines.push({ kind: "seam-end", key: `seam-end ${number}`, at: number });
  if (number === unreadFrom) lines.push({ kind: "unread", key: "unread" });
  if (comesIn || goesOn || today !== day) lines.push({ kind: "day", key: `day ${id}`, day: today });
  return lines;
}

/** One level deep: who answers a reply answers its question. */
function repliesTo(stem: MessageGroupBlock, parentId: string): boolean {
  return stem.root.id === parentId || stem.replies.some((reply) => reply.id === parentId);
}

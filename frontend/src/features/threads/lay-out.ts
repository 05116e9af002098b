import type { MessageOut } from "@/api/generated/types.gen";

/** A message with the replies that follow it at once. */
export interface StemBlock {
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

export type Block = StemBlock | DayBlock | UnreadBlock;

interface LayOutOptions {
  /** Calendar day of a moment, in the reader's zone. */
  dayOf: (at: string) => string;
  /** Number of the first message below the honey line. */
  unreadFrom: number | null;
}

/**
 * Messages as they stand on the page: always in the order in which they were said, so that what is new is
 * below what is old. A reply hangs on its question while nothing else was said between; later it stands for
 * itself and names what it answers.
 */
export function layOut(messages: MessageOut[], { dayOf, unreadFrom }: LayOutOptions): Block[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const blocks: Block[] = [];
  let stem: StemBlock | null = null;
  let day = "";
  for (const message of messages) {
    const today = dayOf(message.posted_at);
    const line = message.number === unreadFrom;
    if (line) blocks.push({ kind: "unread", key: "unread" });
    if (today !== day) blocks.push({ kind: "day", key: `day ${today}`, day: today });
    const broken = line || today !== day;
    day = today;
    if (stem && !broken && message.reply_to && hangsOn(stem, message.reply_to)) {
      stem.replies.push(message);
      continue;
    }
    stem = { kind: "stem", key: message.id, root: message, replies: [] };
    if (message.reply_to) stem.answers = byId.get(message.reply_to) ?? null;
    blocks.push(stem);
  }
  return blocks;
}

/** One level deep: who answers a reply answers its question. */
function hangsOn(stem: StemBlock, parentId: string): boolean {
  return stem.root.id === parentId || stem.replies.some((reply) => reply.id === parentId);
}

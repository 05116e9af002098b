import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { readingOf } from "@/queries/reading";
import { type Frame, messageKinds } from "@/realtime/frames";
import { excerptOf } from "./excerpt";
import { readPayload, type TopicReducer } from "./reducer";

/** The thread itself: its facts, its end, and how much of it the reader has not seen. */
export function threadReducer(threadId: string): TopicReducer<ThreadOut> {
  return { key: keys.thread(threadId), apply: turnThread };
}

const CORRECTED = messageKinds("edited", "withdrawn", "hidden", "shown");

/** What was said last may read otherwise now. */
function withCorrection(thread: ThreadOut, message: MessageOut): ThreadOut {
  const last = thread.last_message;
  if (last?.number !== message.number) return thread;
  return { ...thread, last_message: { ...last, excerpt: endOf(message) } };
}

const endOf = (message: MessageOut) => (message.deleted || message.hidden ? "" : excerptOf(message.html));

function turnThread(thread: ThreadOut, frame: Frame, personId: string): ThreadOut {
  if (frame.kind === "dialogue.message_posted") {
    const message = readPayload(frame, "message");
    return message ? withMessage(thread, message, personId) : thread;
  }
  if (CORRECTED.has(frame.kind)) {
    const message = readPayload(frame, "message");
    return message ? withCorrection(thread, message) : thread;
  }
  const facts = readPayload(frame, "thread");
  return facts ? { ...thread, ...facts } : thread;
}

function withMessage(thread: ThreadOut, message: MessageOut, personId: string): ThreadOut {
  const total = Math.max(thread.message_count, message.number);
  const mine = message.author.person.id === personId;
  const own = mine ? [[message.number, message.number]] : [];
  const { number, posted_at, author } = message;
  return {
    ...thread,
    message_count: total,
    active_at: posted_at,
    last_message: {
      number,
      posted_at,
      author,
      excerpt: endOf(message),
    },
    reading: readingOf([...thread.reading.ranges, ...own], total),
    spoke_at: mine ? posted_at : thread.spoke_at,
  };
}

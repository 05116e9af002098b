import { getNotifications } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { pagedQuery } from "./query";

const inboxPart = (needsAnswer: boolean) =>
  pagedQuery(keys.inboxPart(needsAnswer ? "answers" : "news"), (cursor) =>
    getNotifications({ query: { cursor, needs_answer: needsAnswer } }),
  );

/** What the reader was notified of and still has to act on, newest first. */
export const answersQuery = inboxPart(true);
/** What the reader was notified of for information, newest first. */
export const newsQuery = inboxPart(false);

import { getPublicMessages, getPublicThread, getPublicThreads } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** A thread that anybody reads. */
export const publicThreadQuery = (threadId: string) =>
  detailQuery(keys.publicThread(threadId), () => getPublicThread({ path: { thread_id: threadId } }));

/** What was said in it since anybody reads it, the first page first. */
export const publicMessagesQuery = (threadId: string) =>
  pagedQuery(keys.publicMessages(threadId), (cursor) =>
    getPublicMessages({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** Those of a group that shows itself, the last published first. */
export const publicThreadsQuery = (groupId: string) =>
  pagedQuery(keys.publicThreads(groupId), (cursor) =>
    getPublicThreads({ path: { group_id: groupId }, query: { cursor } }),
  );

import {
  getPublicGroupPage,
  getPublicMessages,
  getPublicPromises,
  getPublicThread,
  getPublicThreads,
} from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** A group that shows itself to everybody. */
export const publicGroupQuery = (groupId: string) =>
  detailQuery(keys.publicGroup(groupId), () => getPublicGroupPage({ path: { group_id: groupId } }));

/** What it tells everybody of its action items, the latest first, page by page. */
export const publicPromisesQuery = (groupId: string) =>
  pagedQuery(keys.publicPromises(groupId), (cursor) =>
    getPublicPromises({ path: { group_id: groupId }, query: { cursor } }),
  );

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

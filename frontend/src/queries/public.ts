import {
  getPublicDecisions,
  getPublicGroupPage,
  getPublicMessages,
  getPublicPromises,
  getPublicThread,
  getPublicThreads,
} from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** The public page of a group. */
export const publicGroupQuery = (groupId: string) =>
  detailQuery(keys.publicGroup(groupId), () => getPublicGroupPage({ path: { group_id: groupId } }));

/** Published action items of a group, newest first, page by page. */
export const publicPromisesQuery = (groupId: string) =>
  pagedQuery(keys.publicPromises(groupId), (cursor) =>
    getPublicPromises({ path: { group_id: groupId }, query: { cursor } }),
  );

/** A public thread. */
export const publicThreadQuery = (threadId: string) =>
  detailQuery(keys.publicThread(threadId), () => getPublicThread({ path: { thread_id: threadId } }));

/** Messages of a public thread since its publication, oldest first. */
export const publicMessagesQuery = (threadId: string) =>
  pagedQuery(keys.publicMessages(threadId), (cursor) =>
    getPublicMessages({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** Published decisions of a group, the last published first. */
export const publicDecisionsQuery = (groupId: string) =>
  pagedQuery(keys.publicDecisions(groupId), (cursor) =>
    getPublicDecisions({ path: { group_id: groupId }, query: { cursor } }),
  );

/** Public threads of a group, the last published first. */
export const publicThreadsQuery = (groupId: string) =>
  pagedQuery(keys.publicThreads(groupId), (cursor) =>
    getPublicThreads({ path: { group_id: groupId }, query: { cursor } }),
  );

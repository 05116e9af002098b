import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getPublicMessages, getPublicThread, getPublicThreads } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { cursorPaging } from "./pages";

/** A thread that anybody reads. */
export const publicThreadQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.publicThread(threadId),
    queryFn: () => unwrap(getPublicThread({ path: { thread_id: threadId } })),
  });

/** What was said in it since anybody reads it, the first page first. */
export const publicMessagesQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: keys.publicMessages(threadId),
    queryFn: ({ pageParam }) =>
      unwrap(getPublicMessages({ path: { thread_id: threadId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

/** Those of a group that shows itself, the last published first. */
export const publicThreadsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.publicThreads(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getPublicThreads({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

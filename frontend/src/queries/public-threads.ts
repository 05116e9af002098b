import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getPublicMessages, getPublicThread, getPublicThreads } from "@/api/generated/sdk.gen";
import { answered } from "@/api/unwrap";
import { keys } from "./keys";
import { byPages } from "./pages";

/** A thread that anybody reads. */
export const publicThreadQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.publicThread(threadId),
    queryFn: () => answered(getPublicThread({ path: { thread_id: threadId } })),
  });

/** What was said in it since anybody reads it, the first page first. */
export const publicMessagesQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: keys.publicMessages(threadId),
    queryFn: ({ pageParam }) =>
      answered(getPublicMessages({ path: { thread_id: threadId }, query: { cursor: pageParam } })),
    ...byPages,
  });

/** Those of a group that shows itself, the last published first. */
export const publicThreadsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.publicThreads(groupId),
    queryFn: ({ pageParam }) =>
      answered(getPublicThreads({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...byPages,
  });

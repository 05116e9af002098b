import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import {
  getGroupMovedThreads,
  getGroupThreads,
  getThreadMerges,
  getThreadMoves,
  getThreadSplits,
} from "@/api/generated/sdk.gen";
import { keys } from "./keys";

/** Between which groups a thread was taken, the latest first. */
export const movesQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.moves(threadId),
    queryFn: async () => (await answered(getThreadMoves({ path: { thread_id: threadId } }))).items,
  });

/** Which threads were taken from a group to others, the latest first. */
export const movedThreadsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.movedThreads(groupId),
    queryFn: async () => (await answered(getGroupMovedThreads({ path: { group_id: groupId } }))).items,
  });

/** What was taken out of a thread, and out of which it came, the latest first. */
export const splitsQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.splits(threadId),
    queryFn: async () => (await answered(getThreadSplits({ path: { thread_id: threadId } }))).items,
  });

/** Where a thread went on, and which went on in it, the latest first. */
export const mergesQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.merges(threadId),
    queryFn: async () => (await answered(getThreadMerges({ path: { thread_id: threadId } }))).items,
  });

/** Found on the server, by a part of the title: a group may have more threads than one page holds. */
export const threadsFoundQuery = (groupId: string, q: string) =>
  queryOptions({
    queryKey: [...keys.threadsOfGroup(groupId), "found", q],
    queryFn: async () =>
      (await answered(getGroupThreads({ path: { group_id: groupId }, query: q ? { q } : {} }))).items,
  });

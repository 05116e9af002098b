import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getGroupMovedThreads, getThreadMoves, getThreadSplits } from "@/api/generated/sdk.gen";
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

import { queryOptions } from "@tanstack/react-query";
import {
  getGroupMovedThreads,
  getGroupThreads,
  getThreadMergeObstacles,
  getThreadMerges,
  getThreadMoves,
  getThreadSplitObstacles,
  getThreadSplits,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** Between which groups a thread was taken, the latest first. */
export const movesQuery = (threadId: string) =>
  pagedQuery([...keys.moves(threadId), "pages"], (cursor) =>
    getThreadMoves({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** Which threads were taken from a group to others, the latest first. */
export const movedThreadsQuery = (groupId: string) =>
  pagedQuery([...keys.movedThreads(groupId), "pages"], (cursor) =>
    getGroupMovedThreads({ path: { group_id: groupId }, query: { cursor } }),
  );

/** What was taken out of a thread, and out of which it came, the latest first. */
export const splitsQuery = (threadId: string) =>
  pagedQuery([...keys.splits(threadId), "pages"], (cursor) =>
    getThreadSplits({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** Where a thread went on, and which went on in it, the latest first. */
export const mergesQuery = (threadId: string) =>
  pagedQuery([...keys.merges(threadId), "pages"], (cursor) =>
    getThreadMerges({ path: { thread_id: threadId }, query: { cursor, limit: 100 } }),
  );

/** What holds a thread apart from others, in words. */
export const obstaclesQuery = (threadId: string) =>
  queryOptions({
    queryKey: [...keys.merges(threadId), "obstacles"],
    queryFn: () => unwrap(getThreadMergeObstacles({ path: { thread_id: threadId } })),
    select: ({ items }) => items,
    staleTime: 0,
  });

/** What holds messages (their numbers, commas between) in their thread, in words. */
export const splitObstaclesQuery = (threadId: string, numbers: string) =>
  queryOptions({
    queryKey: [...keys.splits(threadId), "obstacles", numbers],
    queryFn: () => unwrap(getThreadSplitObstacles({ path: { thread_id: threadId }, query: { numbers } })),
    select: ({ items }) => items,
    staleTime: 0,
  });

/** Those in which people write, found on the server by a part of the title. */
export const threadsFoundQuery = (groupId: string, q: string) =>
  queryOptions({
    queryKey: [...keys.threadsOfGroup(groupId), "found", q],
    queryFn: async () => {
      const path = { group_id: groupId };
      const [open, summing] = await Promise.all(
        (["open", "summarising"] as const).map((state) =>
          unwrap(getGroupThreads({ path, query: q ? { q, state } : { state } })),
        ),
      );
      return [...(open?.items ?? []), ...(summing?.items ?? [])];
    },
  });

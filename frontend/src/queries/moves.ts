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

/** Moves of a thread between groups, newest first. */
export const movesQuery = (threadId: string) =>
  pagedQuery([...keys.moves(threadId), "pages"], (cursor) =>
    getThreadMoves({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** Threads that were moved from a group to others, newest first. */
export const movedThreadsQuery = (groupId: string) =>
  pagedQuery([...keys.movedThreads(groupId), "pages"], (cursor) =>
    getGroupMovedThreads({ path: { group_id: groupId }, query: { cursor } }),
  );

/** Splits into and out of a thread, newest first. */
export const splitsQuery = (threadId: string) =>
  pagedQuery([...keys.splits(threadId), "pages"], (cursor) =>
    getThreadSplits({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** Merges into and out of a thread, newest first. */
export const mergesQuery = (threadId: string) =>
  pagedQuery([...keys.merges(threadId), "pages"], (cursor) =>
    getThreadMerges({ path: { thread_id: threadId }, query: { cursor, limit: 100 } }),
  );

/** Why a thread cannot be merged, in words. */
export const obstaclesQuery = (threadId: string) =>
  queryOptions({
    queryKey: [...keys.merges(threadId), "obstacles"],
    queryFn: () => unwrap(getThreadMergeObstacles({ path: { thread_id: threadId } })),
    select: ({ items }) => items,
    staleTime: 0,
  });

/** Why messages cannot be split off, in words; `numbers` is comma-separated. */
export const splitObstaclesQuery = (threadId: string, numbers: string) =>
  queryOptions({
    queryKey: [...keys.splits(threadId), "obstacles", numbers],
    queryFn: () => unwrap(getThreadSplitObstacles({ path: { thread_id: threadId }, query: { numbers } })),
    select: ({ items }) => items,
    staleTime: 0,
  });

/** Threads of a group that are open for posts, searched by title on the server. */
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

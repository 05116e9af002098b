import { queryOptions } from "@tanstack/react-query";
import { getGroupCatchUp, getThreadCatchUp } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** What happened since a message. Never stale: it stays as it was when the thread was opened. */
export function threadCatchUpQuery(threadId: string, first: number) {
  return queryOptions({
    queryKey: keys.threadCatchUp(threadId, first),
    queryFn: ({ signal }) =>
      unwrap(getThreadCatchUp({ path: { thread_id: threadId }, query: { first }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function groupCatchUpQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.groupCatchUp(groupId),
    queryFn: ({ signal }) => unwrap(getGroupCatchUp({ path: { group_id: groupId }, signal })),
  });
}

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getGroupModeration, getGroupReports, getMessageModeration } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { cursorPaging } from "./pages";

/** A message with its words, hidden or not, for its author and for who moderates. */
export const moderatedQuery = (messageId: string) =>
  queryOptions({
    queryKey: keys.moderated(messageId),
    queryFn: () => unwrap(getMessageModeration({ path: { message_id: messageId } })),
  });

/** What waits in a group for the reader to decide, the oldest first. */
export const waitingReportsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.waitingReports(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupReports({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

/** What was done about messages of a group, the latest first. */
export const moderationLogQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.moderationLog(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupModeration({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

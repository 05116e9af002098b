import { getGroupModeration, getGroupReports, getMessageModeration } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** A message with its words, hidden or not, for its author and for who moderates. */
export const moderatedQuery = (messageId: string) =>
  detailQuery(keys.moderated(messageId), () => getMessageModeration({ path: { message_id: messageId } }));

/** What waits in a group for the reader to decide, the oldest first. */
export const waitingReportsQuery = (groupId: string) =>
  pagedQuery(keys.waitingReports(groupId), (cursor) =>
    getGroupReports({ path: { group_id: groupId }, query: { cursor } }),
  );

/** What was done about messages of a group, the latest first. */
export const moderationLogQuery = (groupId: string) =>
  pagedQuery(keys.moderationLog(groupId), (cursor) =>
    getGroupModeration({ path: { group_id: groupId }, query: { cursor } }),
  );

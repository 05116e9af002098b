import { getGroupModeration, getGroupReports, getMessageModeration } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** A message with its text, hidden or not, for its author and for moderators. */
export const moderatedQuery = (messageId: string) =>
  detailQuery(keys.moderated(messageId), () => getMessageModeration({ path: { message_id: messageId } }));

/** Reports of a group that the reader has to decide, oldest first. */
export const waitingReportsQuery = (groupId: string) =>
  pagedQuery(keys.waitingReports(groupId), (cursor) =>
    getGroupReports({ path: { group_id: groupId }, query: { cursor } }),
  );

/** The moderation log of a group, newest first. */
export const moderationLogQuery = (groupId: string) =>
  pagedQuery(keys.moderationLog(groupId), (cursor) =>
    getGroupModeration({ path: { group_id: groupId }, query: { cursor } }),
  );

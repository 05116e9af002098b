import { getGroupAnnouncedThreads, getThreadAccessRequests, getThreadCard } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** Restricted threads that are announced to the group and that the reader cannot read. */
export const announcedQuery = (groupId: string) =>
  listQuery(keys.announced(groupId), () => getGroupAnnouncedThreads({ path: { group_id: groupId } }));

/** What is announced of a thread that the reader cannot read. */
export const cardQuery = (threadId: string) =>
  detailQuery(keys.threadCard(threadId), () => getThreadCard({ path: { thread_id: threadId } }));

/** Access requests of a thread, newest first; for its facilitators. */
export const accessRequestsQuery = (threadId: string) =>
  listQuery(keys.accessRequests(threadId), () => getThreadAccessRequests({ path: { thread_id: threadId } }));

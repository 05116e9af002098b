import { getGroupAnnouncedThreads, getThreadAccessRequests, getThreadCard } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** Restricted threads of which the group knows, and which the reader does not read. */
export const announcedQuery = (groupId: string) =>
  listQuery(keys.announced(groupId), () => getGroupAnnouncedThreads({ path: { group_id: groupId } }));

/** What the reader knows of one that they do not read. */
export const cardQuery = (threadId: string) =>
  detailQuery(keys.threadCard(threadId), () => getThreadCard({ path: { thread_id: threadId } }));

/** Who asks or asked to read a thread, the newest first: for those who lead it. */
export const accessRequestsQuery = (threadId: string) =>
  listQuery(keys.accessRequests(threadId), () => getThreadAccessRequests({ path: { thread_id: threadId } }));

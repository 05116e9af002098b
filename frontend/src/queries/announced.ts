import { queryOptions } from "@tanstack/react-query";
import { getGroupAnnouncedThreads, getThreadAccessRequests, getThreadCard } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** Restricted threads of which the group knows, and which the reader does not read. */
export const announcedQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.announced(groupId),
    queryFn: async () => (await unwrap(getGroupAnnouncedThreads({ path: { group_id: groupId } }))).items,
  });

/** What the reader knows of one that they do not read. */
export const cardQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.threadCard(threadId),
    queryFn: () => unwrap(getThreadCard({ path: { thread_id: threadId } })),
  });

/** Who asks or asked to read a thread, the newest first: for those who lead it. */
export const accessRequestsQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.accessRequests(threadId),
    queryFn: async () => (await unwrap(getThreadAccessRequests({ path: { thread_id: threadId } }))).items,
  });

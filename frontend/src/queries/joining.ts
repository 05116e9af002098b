import { infiniteQueryOptions } from "@tanstack/react-query";
import { getGroupInvitations, getGroupJoinRequests, getMyJoinRequests } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { PAGE } from "./groups";
import { keys } from "./keys";
import { cursorPaging, flattenPages } from "./pages";
import { pagedQuery } from "./query";

const POLL_LETTERS_MS = 3000;

/** Invitations to a group, newest first, page by page; polled while a letter is being sent. */
export const invitationsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.invitations(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupInvitations({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...cursorPaging,
    refetchInterval: ({ state: { data } }) =>
      data && flattenPages(data).some(({ letter }) => letter?.state === "waiting") ? POLL_LETTERS_MS : false,
  });

/** Pending join requests of a group, newest first, page by page. */
export const joinRequestsQuery = (groupId: string) =>
  pagedQuery(keys.joinRequests(groupId), (cursor) =>
    getGroupJoinRequests({ path: { group_id: groupId }, query: { state: "pending", cursor } }),
  );

/** Answered join requests of a group, newest first, page by page. */
export const answeredRequestsQuery = (groupId: string) =>
  pagedQuery(keys.answeredRequests(groupId), (cursor) =>
    getGroupJoinRequests({
      path: { group_id: groupId },
      query: { state: "answered", limit: PAGE, cursor },
    }),
  );

/** The reader's own join requests, newest first, page by page. */
export const myJoinRequestsQuery = pagedQuery(keys.myJoinRequests, (cursor) =>
  getMyJoinRequests({ query: { limit: PAGE, cursor } }),
);

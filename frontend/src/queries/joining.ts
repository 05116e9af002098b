import { infiniteQueryOptions } from "@tanstack/react-query";
import { getGroupInvitations, getGroupJoinRequests, getMyJoinRequests } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { PAGE } from "./groups";
import { keys } from "./keys";
import { cursorPaging, flattenPages } from "./pages";
import { pagedQuery } from "./query";

const WHILE_LETTERS_WAIT_MS = 3000;

/** Invitations into a group page by page, the newest first; looked at again while a letter is on its way out. */
export const invitationsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.invitations(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupInvitations({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...cursorPaging,
    refetchInterval: ({ state: { data } }) =>
      data && flattenPages(data).some(({ letter }) => letter?.state === "waiting")
        ? WHILE_LETTERS_WAIT_MS
        : false,
  });

/** Who waits for a seat in a group, page by page, the newest first. */
export const joinRequestsQuery = (groupId: string) =>
  pagedQuery(keys.joinRequests(groupId), (cursor) =>
    getGroupJoinRequests({ path: { group_id: groupId }, query: { state: "pending", cursor } }),
  );

/** Whose request was answered, by whom and why, page by page, the newest first. */
export const answeredRequestsQuery = (groupId: string) =>
  pagedQuery(keys.answeredRequests(groupId), (cursor) =>
    getGroupJoinRequests({
      path: { group_id: groupId },
      query: { state: "answered", limit: PAGE, cursor },
    }),
  );

/** What the reader asks or asked for, page by page, the newest first. */
export const myJoinRequestsQuery = pagedQuery(keys.myJoinRequests, (cursor) =>
  getMyJoinRequests({ query: { limit: PAGE, cursor } }),
);

import { infiniteQueryOptions } from "@tanstack/react-query";
import { getGroupInvitations, getGroupJoinRequests, getMyJoinRequests } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { PAGE } from "./groups";
import { keys } from "./keys";
import { cursorPaging, flattenPages } from "./pages";

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
  infiniteQueryOptions({
    queryKey: keys.joinRequests(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(
        getGroupJoinRequests({ path: { group_id: groupId }, query: { state: "pending", cursor: pageParam } }),
      ),
    ...cursorPaging,
  });

/** Whose request was answered, by whom and why, page by page, the newest first. */
export const answeredRequestsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.answeredRequests(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(
        getGroupJoinRequests({
          path: { group_id: groupId },
          query: { state: "answered", limit: PAGE, cursor: pageParam },
        }),
      ),
    ...cursorPaging,
  });

/** What the reader asks or asked for, page by page, the newest first. */
export const myJoinRequestsQuery = infiniteQueryOptions({
  queryKey: keys.myJoinRequests,
  queryFn: ({ pageParam }) => unwrap(getMyJoinRequests({ query: { limit: PAGE, cursor: pageParam } })),
  ...cursorPaging,
});

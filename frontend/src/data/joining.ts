import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getGroupInvitations, getGroupJoinRequests, getMyJoinRequests } from "@/api/generated/sdk.gen";
import { PAGE } from "./groups";
import { keys } from "./keys";

const WHILE_LETTERS_WAIT_MS = 3000;

/** Invitations into a group, the newest first; looked at again while a letter is on its way out. */
export const invitationsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.invitations(groupId),
    queryFn: async () =>
      (await answered(getGroupInvitations({ path: { group_id: groupId }, query: { limit: PAGE } }))).items,
    refetchInterval: ({ state }) =>
      state.data?.some(({ letter }) => letter?.state === "waiting") ? WHILE_LETTERS_WAIT_MS : false,
  });

/** Who waits for a seat in a group, the newest first. */
export const joinRequestsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.joinRequests(groupId),
    queryFn: async () =>
      (
        await answered(
          getGroupJoinRequests({ path: { group_id: groupId }, query: { state: "pending", limit: PAGE } }),
        )
      ).items,
  });

/** What the reader asks or asked for. */
export const myJoinRequestsQuery = queryOptions({
  queryKey: keys.myJoinRequests,
  queryFn: async () => (await answered(getMyJoinRequests({ query: { limit: PAGE } }))).items,
});

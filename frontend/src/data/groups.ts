import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getGroup, getGroupMembers, getGroups, getGroupThreads } from "@/api/generated/sdk.gen";
import { keys } from "./keys";

/** As many rows as the API gives at once; a group with more shows the rest on request. */
export const PAGE = 100;

export const groupsQuery = queryOptions({
  queryKey: keys.groups,
  queryFn: async () => (await answered(getGroups({ query: { limit: PAGE } }))).items,
});

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.group(groupId),
    queryFn: () => answered(getGroup({ path: { group_id: groupId } })),
  });

export const membersQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.members(groupId),
    queryFn: async () => (await answered(getGroupMembers({ path: { group_id: groupId } }))).items,
  });

/** The most recently active first. */
export const threadsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.threadsOfGroup(groupId),
    queryFn: async () => {
      const page = await answered(getGroupThreads({ path: { group_id: groupId }, query: { limit: PAGE } }));
      return { ...page, seq: page.seq ?? 0 };
    },
  });

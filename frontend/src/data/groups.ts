import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import {
  getBalance,
  getGroup,
  getGroupDirectory,
  getGroupMembers,
  getGroups,
  getGroupThreads,
  getGroupTransitions,
  getPublicGroupPage,
  getReadiness,
  getTerritories,
} from "@/api/generated/sdk.gen";
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

/** What the group wants to have reached. */
export const readinessQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.readiness(groupId),
    queryFn: () => answered(getReadiness({ path: { group_id: groupId } })),
  });

/** Which sectors are at the table and were heard lately. */
export const balanceQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.balance(groupId),
    queryFn: () => answered(getBalance({ path: { group_id: groupId } })),
  });

/** How the group came to its state, the latest step first. */
export const groupStepsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.groupSteps(groupId),
    queryFn: async () =>
      (await answered(getGroupTransitions({ path: { group_id: groupId }, query: { limit: PAGE } }))).items,
  });

/** Every group that the reader may know of. */
export const directoryQuery = queryOptions({
  queryKey: keys.directory,
  queryFn: async () => (await answered(getGroupDirectory({ query: { limit: PAGE } }))).items,
});

/** The groups one level down of which the reader may know. */
export const subgroupsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.subgroups(groupId),
    queryFn: async () =>
      (await answered(getGroupDirectory({ query: { parent: groupId, limit: PAGE } }))).items,
  });

/** A group that shows itself to everybody. */
export const publicGroupQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.publicGroup(groupId),
    queryFn: () => answered(getPublicGroupPage({ path: { group_id: groupId } })),
  });

/** The territories where the reader founds groups. */
export const coordinatedQuery = queryOptions({
  queryKey: keys.coordinated,
  queryFn: async () =>
    (await answered(getTerritories({ query: { coordinated_by: "me", limit: PAGE } }))).items,
});

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  getBalance,
  getGroup,
  getGroupDirectory,
  getGroupMembers,
  getGroups,
  getGroupThreads,
  getGroupTransitions,
  getOutsideBodies,
  getPublicGroupPage,
  getPublicPromises,
  getReadiness,
  getTerritories,
} from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { cursorPaging, fetchAllPages } from "./pages";

/** As many rows as the API gives at once; whoever has more sees the rest on request. */
export const PAGE = 100;

/** Every group in which the reader takes part, to choose from. */
export const groupsQuery = queryOptions({
  queryKey: keys.groups,
  queryFn: () => fetchAllPages((cursor) => unwrap(getGroups({ query: { limit: PAGE, cursor } }))),
});

/** The groups of a territory and of what lies in it that the reader may read, page by page. */
export const groupsInsideQuery = (territoryId: string) =>
  infiniteQueryOptions({
    queryKey: keys.groupsInside(territoryId),
    queryFn: ({ pageParam }) => unwrap(getGroups({ query: { inside: territoryId, cursor: pageParam } })),
    ...cursorPaging,
  });

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.group(groupId),
    queryFn: () => unwrap(getGroup({ path: { group_id: groupId } })),
  });

export const membersQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.members(groupId),
    queryFn: async () => (await unwrap(getGroupMembers({ path: { group_id: groupId } }))).items,
  });

/** Whoever takes action items on without an account: for who makes them alone. */
export const outsideBodiesQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.outsideBodies(groupId),
    queryFn: async () => (await unwrap(getOutsideBodies({ path: { group_id: groupId } }))).items,
    retry: false,
  });

/** The most recently active first, with those that are pinned; of one `tag` alone, where that is given. */
export const threadsQuery = (groupId: string, tag?: string) =>
  queryOptions({
    queryKey: keys.threadsOfGroup(groupId, tag),
    queryFn: async () => {
      const page = await unwrap(
        getGroupThreads({ path: { group_id: groupId }, query: { limit: PAGE, tag } }),
      );
      return { ...page, seq: page.seq ?? 0 };
    },
  });

/** As they are shown: what is pinned stands at the head, and there alone. */
export function headFirst({ pinned = [], items }: { pinned?: ThreadOut[]; items: ThreadOut[] }): ThreadOut[] {
  const head = new Set(pinned.map(({ id }) => id));
  return [...pinned, ...items.filter(({ id }) => !head.has(id))];
}

/** Those that were active before the ones of `threadsQuery`, page by page, from where that ends. */
export const olderThreadsQuery = (groupId: string, from: string, tag?: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.threadsOfGroup(groupId, tag), "older", from],
    queryFn: ({ pageParam }) =>
      unwrap(
        getGroupThreads({ path: { group_id: groupId }, query: { limit: PAGE, cursor: pageParam, tag } }),
      ),
    initialPageParam: from,
    getNextPageParam: cursorPaging.getNextPageParam,
  });

/** What the group wants to have reached. */
export const readinessQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.readiness(groupId),
    queryFn: () => unwrap(getReadiness({ path: { group_id: groupId } })),
  });

/** Which sectors are at the table and were heard lately. */
export const balanceQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.balance(groupId),
    queryFn: () => unwrap(getBalance({ path: { group_id: groupId } })),
  });

/** How the group came to its state, page by page, the latest step first. */
export const groupStepsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.groupSteps(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupTransitions({ path: { group_id: groupId }, query: { limit: PAGE, cursor: pageParam } })),
    ...cursorPaging,
  });

/** Every group that the reader may know of and whose name holds the words, page by page. */
export const directoryQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: keys.directoryFound(words),
    queryFn: ({ pageParam }) => unwrap(getGroupDirectory({ query: { q: words, cursor: pageParam } })),
    ...cursorPaging,
  });

/** The groups one level down of which the reader may know, page by page. */
export const subgroupsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.subgroups(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupDirectory({ query: { parent: groupId, limit: PAGE, cursor: pageParam } })),
    ...cursorPaging,
  });

/** A group that shows itself to everybody. */
export const publicGroupQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.publicGroup(groupId),
    queryFn: () => unwrap(getPublicGroupPage({ path: { group_id: groupId } })),
  });

/** What it tells everybody of its action items, the latest first, page by page. */
export const publicPromisesQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.publicPromises(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getPublicPromises({ path: { group_id: groupId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

/** The territories where the reader founds groups. */
export const coordinatedQuery = queryOptions({
  queryKey: keys.coordinated,
  queryFn: async () => (await unwrap(getTerritories({ query: { coordinated_by: "me", limit: PAGE } }))).items,
});

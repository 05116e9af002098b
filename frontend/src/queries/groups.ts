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
  getReadiness,
  getTerritories,
} from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { cursorPaging, fetchAllPages } from "./pages";
import { detailQuery, listQuery, pagedQuery } from "./query";

/** As many rows as the API gives at once; whoever has more sees the rest on request. */
export const PAGE = 100;

/** Every group in which the reader takes part, to choose from. */
export const groupsQuery = queryOptions({
  queryKey: keys.groups,
  queryFn: () => fetchAllPages((cursor) => unwrap(getGroups({ query: { limit: PAGE, cursor } }))),
});

/** The groups of a territory and of what lies in it that the reader may read, page by page. */
export const groupsInsideQuery = (territoryId: string, dissolved = false) =>
  pagedQuery(keys.groupsInside(territoryId, dissolved), (cursor) =>
    getGroups({ query: { inside: territoryId, dissolved, cursor } }),
  );

export const groupQuery = (groupId: string) =>
  detailQuery(keys.group(groupId), () => getGroup({ path: { group_id: groupId } }));

export const membersQuery = (groupId: string) =>
  listQuery(keys.members(groupId), () => getGroupMembers({ path: { group_id: groupId } }));

/** Whoever takes action items on without an account: for who makes them alone. */
export const outsideBodiesQuery = (groupId: string) =>
  listQuery(keys.outsideBodies(groupId), () => getOutsideBodies({ path: { group_id: groupId } }), {
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
  detailQuery(keys.readiness(groupId), () => getReadiness({ path: { group_id: groupId } }));

/** Which sectors are at the table and were heard lately. */
export const balanceQuery = (groupId: string) =>
  detailQuery(keys.balance(groupId), () => getBalance({ path: { group_id: groupId } }));

/** How the group came to its state, page by page, the latest step first. */
export const groupStepsQuery = (groupId: string) =>
  pagedQuery(keys.groupSteps(groupId), (cursor) =>
    getGroupTransitions({ path: { group_id: groupId }, query: { limit: PAGE, cursor } }),
  );

/** Groups that the reader may know of and whose name holds the words, page by page: the dissolved ones, or all others. */
export const directoryQuery = (words: string, dissolved = false) =>
  pagedQuery(keys.directoryFound(words, dissolved), (cursor) =>
    getGroupDirectory({ query: { q: words, dissolved, cursor } }),
  );

/** The groups one level down of which the reader may know, page by page: the dissolved ones, or all others. */
export const subgroupsQuery = (groupId: string, dissolved = false) =>
  pagedQuery(keys.subgroups(groupId, dissolved), (cursor) =>
    getGroupDirectory({ query: { parent: groupId, dissolved, limit: PAGE, cursor } }),
  );

/** The territories where the reader founds groups. */
export const coordinatedQuery = listQuery(keys.coordinated, () =>
  getTerritories({ query: { coordinated_by: "me", limit: PAGE } }),
);

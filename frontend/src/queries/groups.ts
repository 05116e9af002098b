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

/** The largest page of the API; the rest of a longer list is loaded on request. */
export const PAGE = 100;

/** All groups of the reader, as options of a field. */
export const groupsQuery = queryOptions({
  queryKey: keys.groups,
  queryFn: () => fetchAllPages((cursor) => unwrap(getGroups({ query: { limit: PAGE, cursor } }))),
});

/** Readable groups in a territory at any depth, page by page. */
export const groupsInsideQuery = (territoryId: string, dissolved = false) =>
  pagedQuery(keys.groupsInside(territoryId, dissolved), (cursor) =>
    getGroups({ query: { inside: territoryId, dissolved, cursor } }),
  );

export const groupQuery = (groupId: string) =>
  detailQuery(keys.group(groupId), () => getGroup({ path: { group_id: groupId } }));

export const membersQuery = (groupId: string) =>
  listQuery(keys.members(groupId), () => getGroupMembers({ path: { group_id: groupId } }));

/** Owners without an account; only for those who may create action items. */
export const outsideBodiesQuery = (groupId: string) =>
  listQuery(keys.outsideBodies(groupId), () => getOutsideBodies({ path: { group_id: groupId } }), {
    retry: false,
  });

/** Threads by last activity, with the pinned ones apart; narrowed to one `tag` if given. */
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

/** Return the threads in display order: pinned ones first, and only once. */
export function pinnedFirst({
  pinned = [],
  items,
}: {
  pinned?: ThreadOut[];
  items: ThreadOut[];
}): ThreadOut[] {
  const head = new Set(pinned.map(({ id }) => id));
  return [...pinned, ...items.filter(({ id }) => !head.has(id))];
}

/** The pages after the one of `threadsQuery`, from its cursor on. */
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

/** The milestones of a group. */
export const readinessQuery = (groupId: string) =>
  detailQuery(keys.readiness(groupId), () => getReadiness({ path: { group_id: groupId } }));

/** The sectors of a group, and which of them posted lately. */
export const balanceQuery = (groupId: string) =>
  detailQuery(keys.balance(groupId), () => getBalance({ path: { group_id: groupId } }));

/** Transitions of a group, newest first, page by page. */
export const groupStepsQuery = (groupId: string) =>
  pagedQuery(keys.groupSteps(groupId), (cursor) =>
    getGroupTransitions({ path: { group_id: groupId }, query: { limit: PAGE, cursor } }),
  );

/** Discoverable groups by a part of the name, page by page: dissolved ones, or all others. */
export const directoryQuery = (words: string, dissolved = false) =>
  pagedQuery(keys.directoryFound(words, dissolved), (cursor) =>
    getGroupDirectory({ query: { q: words, dissolved, cursor } }),
  );

/** Discoverable direct subgroups, page by page: dissolved ones, or all others. */
export const subgroupsQuery = (groupId: string, dissolved = false) =>
  pagedQuery(keys.subgroups(groupId, dissolved), (cursor) =>
    getGroupDirectory({ query: { parent: groupId, dissolved, limit: PAGE, cursor } }),
  );

/** The territories where the reader founds groups. */
export const coordinatedQuery = listQuery(keys.coordinated, () =>
  getTerritories({ query: { coordinated_by: "me", limit: PAGE } }),
);

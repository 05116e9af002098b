import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getGroupsInCare, getPersonSight, getSightOfGroup } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { type AccessOverviewQuery, keys } from "./keys";
import { cursorPaging } from "./pages";

/** What a person sees of one kind of thing, or saw once, each with every reason why. */
export function sightQuery(personId: string, asked: AccessOverviewQuery) {
  return infiniteQueryOptions({
    queryKey: keys.sight(personId, asked),
    queryFn: ({ pageParam }) =>
      unwrap(getPersonSight({ path: { person_id: personId }, query: { ...asked, cursor: pageParam } })),
    ...cursorPaging,
  });
}

/** Who sees a group, or saw it, for the officer of its territory. */
export function groupSightQuery(groupId: string, when: AccessOverviewQuery["when"]) {
  return queryOptions({
    queryKey: keys.groupSight(groupId, when),
    queryFn: () => unwrap(getSightOfGroup({ path: { group_id: groupId }, query: { when } })),
  });
}

/** The groups of which the officer may look up who sees them, by a part of the name. */
export function groupsInCareQuery(words: string) {
  return infiniteQueryOptions({
    queryKey: keys.groupsInCare(words),
    queryFn: ({ pageParam }) => unwrap(getGroupsInCare({ query: { q: words, cursor: pageParam } })),
    ...cursorPaging,
    retry: false,
  });
}

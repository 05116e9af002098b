import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getGroupsInCare, getPersonSight, getSightOfGroup } from "@/api/generated/sdk.gen";
import { answered } from "@/api/unwrap";
import { keys, type SightAsked } from "./keys";
import { byPages } from "./pages";

/** What a person sees of one kind of thing, or saw once, each with every reason why. */
export function sightQuery(personId: string, asked: SightAsked) {
  return infiniteQueryOptions({
    queryKey: keys.sight(personId, asked),
    queryFn: ({ pageParam }) =>
      answered(getPersonSight({ path: { person_id: personId }, query: { ...asked, cursor: pageParam } })),
    ...byPages,
  });
}

/** Who sees a group, or saw it, for the officer of its territory. */
export function groupSightQuery(groupId: string, when: SightAsked["when"]) {
  return queryOptions({
    queryKey: keys.groupSight(groupId, when),
    queryFn: () => answered(getSightOfGroup({ path: { group_id: groupId }, query: { when } })),
  });
}

/** The groups of which the officer may look up who sees them, by a part of the name. */
export function groupsInCareQuery(words: string) {
  return infiniteQueryOptions({
    queryKey: keys.groupsInCare(words),
    queryFn: ({ pageParam }) => answered(getGroupsInCare({ query: { q: words, cursor: pageParam } })),
    ...byPages,
    retry: false,
  });
}

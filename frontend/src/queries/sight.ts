import { getGroupsInCare, getPersonSight, getSightOfGroup } from "@/api/generated/sdk.gen";
import { type AccessOverviewQuery, keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** What a person sees of one kind of thing, or saw once, each with every reason why. */
export function sightQuery(personId: string, asked: AccessOverviewQuery) {
  return pagedQuery(keys.sight(personId, asked), (cursor) =>
    getPersonSight({ path: { person_id: personId }, query: { ...asked, cursor } }),
  );
}

/** Who sees a group, or saw it, for the officer of its territory. */
export function groupSightQuery(groupId: string, when: AccessOverviewQuery["when"]) {
  return detailQuery(keys.groupSight(groupId, when), () =>
    getSightOfGroup({ path: { group_id: groupId }, query: { when } }),
  );
}

/** The groups of which the officer may look up who sees them, by a part of the name. */
export function groupsInCareQuery(words: string) {
  return pagedQuery(keys.groupsInCare(words), (cursor) => getGroupsInCare({ query: { q: words, cursor } }), {
    retry: false,
  });
}

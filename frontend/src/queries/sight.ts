import { getGroupsInCare, getPersonSight, getSightOfGroup } from "@/api/generated/sdk.gen";
import { type AccessOverviewQuery, keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

/** Entities of one kind that a person has, or had, access to, each with all reasons. */
export function sightQuery(personId: string, asked: AccessOverviewQuery) {
  return pagedQuery(keys.sight(personId, asked), (cursor) =>
    getPersonSight({ path: { person_id: personId }, query: { ...asked, cursor } }),
  );
}

/** People with present or former access to a group; for the officer of its territory. */
export function groupSightQuery(groupId: string, when: AccessOverviewQuery["when"]) {
  return detailQuery(keys.groupSight(groupId, when), () =>
    getSightOfGroup({ path: { group_id: groupId }, query: { when } }),
  );
}

/** Groups whose access the officer may look up, searched by name. */
export function groupsInCareQuery(words: string) {
  return pagedQuery(keys.groupsInCare(words), (cursor) => getGroupsInCare({ query: { q: words, cursor } }), {
    retry: false,
  });
}

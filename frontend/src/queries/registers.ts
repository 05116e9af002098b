import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  getEndingMandates,
  getGroupDirectory,
  getOffices,
  getOrganisationAdministrators,
  getOrganisationDetails,
  getOrganisationMandates,
  getOrganisations,
  getOrganisationVerification,
  getTerritories,
  getTerritoryDetails,
} from "@/api/generated/sdk.gen";
import type { GetOrganisationsData, GetTerritoriesData } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { PAGE } from "./groups";
import { keys } from "./keys";
import { detailQuery, listQuery, pagedQuery } from "./query";

type OrganisationsAsked = Omit<NonNullable<GetOrganisationsData["query"]>, "cursor" | "limit">;
type TerritoriesAsked = Omit<NonNullable<GetTerritoriesData["query"]>, "cursor" | "limit">;

/** Registers change seldom, and a change in this browser invalidates all of them. */
const staleTime = 60_000;

/** Organisations by name, page by page. */
export const organisationsFoundQuery = (asked: OrganisationsAsked) =>
  infiniteQueryOptions({
    queryKey: keys.organisationsFound(asked),
    queryFn: ({ pageParam, signal }) =>
      unwrap(getOrganisations({ query: { ...asked, cursor: pageParam }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime,
  });

/** The most names that fit on a map. */
const MAX_SETTLEMENTS = 100;

/** The settlements of a territory, at any depth. */
export const settlementsQuery = (territoryId: string) =>
  queryOptions({
    queryKey: keys.settlements(territoryId),
    queryFn: async () => {
      const query = { inside: territoryId, level: "settlement" as const, limit: MAX_SETTLEMENTS };
      return (await unwrap(getTerritories({ query }))).items;
    },
    staleTime,
  });

export const organisationQuery = (id: string) =>
  detailQuery(keys.organisation(id), () => getOrganisationDetails({ path: { organisation_id: id } }));

/** Mandates of an organisation that the reader may see, newest first, page by page. */
export const representativesQuery = (id: string) =>
  pagedQuery(keys.representatives(id), (cursor) =>
    getOrganisationMandates({
      path: { organisation_id: id },
      query: { limit: PAGE, cursor },
    }),
  );

/** Present and former administrators of an organisation, newest first, page by page. */
export const administratorsQuery = (id: string) =>
  pagedQuery(keys.administrators(id), (cursor) =>
    getOrganisationAdministrators({ path: { organisation_id: id }, query: { cursor } }),
  );

/** Former verifications of an organisation, page by page. */
export const withdrawnMarksQuery = (id: string) =>
  pagedQuery(keys.withdrawnMarks(id), (cursor) =>
    getOrganisationVerification({
      path: { organisation_id: id },
      query: { limit: PAGE, cursor },
    }),
  );

/** Territories by name, page by page. */
export const territoriesFoundQuery = (asked: TerritoriesAsked) =>
  pagedQuery(keys.territoriesFound(asked), (cursor) => getTerritories({ query: { ...asked, cursor } }), {
    staleTime,
  });

export const territoryQuery = (id: string) =>
  detailQuery(keys.territory(id), () => getTerritoryDetails({ path: { territory_id: id } }));

/** Discoverable groups of a territory, page by page. */
export const groupsOfTerritoryQuery = (territoryId: string) =>
  pagedQuery(keys.groupsOfTerritory(territoryId), (cursor) =>
    getGroupDirectory({ query: { territory: territoryId, cursor } }),
  );

/** Offices and their holders, page by page: in one territory, or everywhere. */
export const officesQuery = (territoryId?: string) =>
  pagedQuery(
    keys.offices(territoryId),
    (cursor) => getOffices({ query: { ...(territoryId && { territory: territoryId }), cursor } }),
    { retry: false },
  );

/** The offices of the reader. */
export const myOfficesQuery = listQuery(keys.myOffices, () => getOffices({ query: { held_by: "me" } }), {
  staleTime: 5 * 60_000,
  retry: false,
});

/** Mandates in a territory that end within a month, the earliest first, page by page. */
export const endingMandatesQuery = (territoryId: string) =>
  pagedQuery(keys.endingMandates(territoryId), (cursor) =>
    getEndingMandates({ path: { territory_id: territoryId }, query: { cursor } }),
  );

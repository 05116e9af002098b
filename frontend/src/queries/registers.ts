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
import { cursorPaging } from "./pages";

type OrganisationsAsked = Omit<NonNullable<GetOrganisationsData["query"]>, "cursor" | "limit">;
type TerritoriesAsked = Omit<NonNullable<GetTerritoriesData["query"]>, "cursor" | "limit">;

/** Registers change seldom; whoever changes one here brings all of them up to date. */
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

/** As many as have room on a map. */
const MOST_NAMES = 100;

/** The settlements of a territory, at any depth: the names by which people know their places. */
export const settlementsQuery = (territoryId: string) =>
  queryOptions({
    queryKey: keys.settlements(territoryId),
    queryFn: async () => {
      const query = { inside: territoryId, level: "settlement" as const, limit: MOST_NAMES };
      return (await unwrap(getTerritories({ query }))).items;
    },
    staleTime,
  });

export const organisationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.organisation(id),
    queryFn: () => unwrap(getOrganisationDetails({ path: { organisation_id: id } })),
  });

/** Whom the reader knows to act for an organisation, page by page, the latest first. */
export const representativesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.representatives(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        getOrganisationMandates({
          path: { organisation_id: id },
          query: { limit: PAGE, cursor: pageParam },
        }),
      ),
    ...cursorPaging,
  });

/** Who names its representatives, and who did, page by page, the latest first. */
export const administratorsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.administrators(id),
    queryFn: ({ pageParam }) =>
      unwrap(getOrganisationAdministrators({ path: { organisation_id: id }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

/** On what it was verified before, page by page. */
export const withdrawnMarksQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.withdrawnMarks(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        getOrganisationVerification({
          path: { organisation_id: id },
          query: { limit: PAGE, cursor: pageParam },
        }),
      ),
    ...cursorPaging,
  });

/** Territories by name, page by page. */
export const territoriesFoundQuery = (asked: TerritoriesAsked) =>
  infiniteQueryOptions({
    queryKey: keys.territoriesFound(asked),
    queryFn: ({ pageParam }) => unwrap(getTerritories({ query: { ...asked, cursor: pageParam } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime,
  });

export const territoryQuery = (id: string) =>
  queryOptions({
    queryKey: keys.territory(id),
    queryFn: () => unwrap(getTerritoryDetails({ path: { territory_id: id } })),
  });

/** The groups of a territory of which the reader may know, page by page. */
export const groupsThereQuery = (territoryId: string) =>
  infiniteQueryOptions({
    queryKey: keys.groupsThere(territoryId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupDirectory({ query: { territory: territoryId, cursor: pageParam } })),
    ...cursorPaging,
  });

/** Who holds an office, page by page: in one territory, or everywhere. */
export const officesQuery = (territoryId?: string) =>
  infiniteQueryOptions({
    queryKey: keys.offices(territoryId),
    queryFn: ({ pageParam }) =>
      unwrap(getOffices({ query: { ...(territoryId && { territory: territoryId }), cursor: pageParam } })),
    ...cursorPaging,
    retry: false,
  });

/** The offices of the reader. */
export const myOfficesQuery = queryOptions({
  queryKey: keys.myOffices,
  queryFn: async () => (await unwrap(getOffices({ query: { held_by: "me" } }))).items,
  staleTime: 5 * 60_000,
  retry: false,
});

/** Mandates in a territory that end within the next month, page by page, the first first. */
export const endingMandatesQuery = (territoryId: string) =>
  infiniteQueryOptions({
    queryKey: keys.endingMandates(territoryId),
    queryFn: ({ pageParam }) =>
      unwrap(getEndingMandates({ path: { territory_id: territoryId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

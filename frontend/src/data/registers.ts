import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
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
import { PAGE } from "./groups";
import { keys } from "./keys";

type OrganisationsAsked = Omit<NonNullable<GetOrganisationsData["query"]>, "cursor" | "limit">;
type TerritoriesAsked = Omit<NonNullable<GetTerritoriesData["query"]>, "cursor" | "limit">;

/** Registers change seldom; whoever changes one here brings all of them up to date. */
const staleTime = 60_000;

/** Organisations by name, page by page. */
export const organisationsFoundQuery = (asked: OrganisationsAsked) =>
  infiniteQueryOptions({
    queryKey: keys.organisationsFound(asked),
    queryFn: ({ pageParam }) => answered(getOrganisations({ query: { ...asked, cursor: pageParam } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime,
  });

export const organisationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.organisation(id),
    queryFn: () => answered(getOrganisationDetails({ path: { organisation_id: id } })),
  });

/** Whom the reader knows to act for an organisation, the latest first. */
export const representativesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.representatives(id),
    queryFn: async () =>
      (await answered(getOrganisationMandates({ path: { organisation_id: id }, query: { limit: PAGE } })))
        .items,
  });

/** Who names its representatives, and who did. */
export const administratorsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.administrators(id),
    queryFn: async () =>
      (
        await answered(
          getOrganisationAdministrators({ path: { organisation_id: id }, query: { limit: PAGE } }),
        )
      ).items,
  });

/** On what it was verified before. */
export const withdrawnMarksQuery = (id: string) =>
  queryOptions({
    queryKey: keys.withdrawnMarks(id),
    queryFn: async () =>
      (await answered(getOrganisationVerification({ path: { organisation_id: id }, query: { limit: PAGE } })))
        .items,
  });

/** Territories by name, page by page. */
export const territoriesFoundQuery = (asked: TerritoriesAsked) =>
  infiniteQueryOptions({
    queryKey: keys.territoriesFound(asked),
    queryFn: ({ pageParam }) => answered(getTerritories({ query: { ...asked, cursor: pageParam } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime,
  });

export const territoryQuery = (id: string) =>
  queryOptions({
    queryKey: keys.territory(id),
    queryFn: () => answered(getTerritoryDetails({ path: { territory_id: id } })),
  });

/** The groups of a territory of which the reader may know. */
export const groupsThereQuery = (territoryId: string) =>
  queryOptions({
    queryKey: keys.groupsThere(territoryId),
    queryFn: async () =>
      (await answered(getGroupDirectory({ query: { territory: territoryId, limit: PAGE } }))).items,
  });

/** Who holds an office: in one territory, or everywhere. */
export const officesQuery = (territoryId?: string) =>
  queryOptions({
    queryKey: keys.offices(territoryId),
    queryFn: async () =>
      (await answered(getOffices({ query: { ...(territoryId && { territory: territoryId }), limit: PAGE } })))
        .items,
    retry: false,
  });

/** The offices of the reader. */
export const myOfficesQuery = queryOptions({
  queryKey: keys.myOffices,
  queryFn: async () => (await answered(getOffices({ query: { held_by: "me" } }))).items,
  staleTime: 5 * 60_000,
  retry: false,
});

/** Mandates in a territory that end within the next month, the first first. */
export const endingMandatesQuery = (territoryId: string) =>
  queryOptions({
    queryKey: keys.endingMandates(territoryId),
    queryFn: async () =>
      (await answered(getEndingMandates({ path: { territory_id: territoryId }, query: { limit: PAGE } })))
        .items,
  });

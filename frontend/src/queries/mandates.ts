import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  getGroupCandidates,
  getGroupRoleHistory,
  getGroupSeats,
  getMandateColleagues,
  getMandateDeputyships,
  getMandateDetails,
  getMandateSuccession,
  getOrganisationCandidates,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { PAGE } from "./groups";
import { keys } from "./keys";
import { cursorPaging } from "./pages";

/** Every seat of a group that there was, is and will be, page by page, the latest first. */
export const seatsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.seats(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupSeats({ path: { group_id: groupId }, query: { limit: PAGE, cursor: pageParam } })),
    ...cursorPaging,
  });

/** Who came into which role of a group, changed or left it, page by page, the latest first. */
export const roleHistoryQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.roleHistory(groupId),
    queryFn: ({ pageParam }) =>
      unwrap(getGroupRoleHistory({ path: { group_id: groupId }, query: { limit: 10, cursor: pageParam } })),
    ...cursorPaging,
  });

/** Mandates without a seat here that the reader could seat, by a part of the name. */
export const toSeatQuery = (groupId: string, words: string) =>
  queryOptions({
    queryKey: keys.toSeat(groupId, words),
    queryFn: async () =>
      (await unwrap(getGroupCandidates({ path: { group_id: groupId }, query: { q: words } }))).items,
  });

/** People who could act for an organisation, by a part of the name. */
export const toAppointQuery = (organisationId: string, words: string) =>
  queryOptions({
    queryKey: keys.toAppoint(organisationId, words),
    queryFn: async () =>
      (
        await unwrap(
          getOrganisationCandidates({ path: { organisation_id: organisationId }, query: { q: words } }),
        )
      ).items,
  });

export const mandateQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.mandate(mandateId),
    queryFn: () => unwrap(getMandateDetails({ path: { mandate_id: mandateId } })),
  });

/** What would pass on with a post. */
export const successionQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.succession(mandateId),
    queryFn: () => unwrap(getMandateSuccession({ path: { mandate_id: mandateId } })),
  });

/** Who may stand in for the holder of a mandate. */
export const colleaguesQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.colleagues(mandateId),
    queryFn: async () => (await unwrap(getMandateColleagues({ path: { mandate_id: mandateId } }))).items,
  });

/** The absences of the holder of a mandate that are not over, the next one first. */
export const absencesQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.absences(mandateId),
    queryFn: async () => (await unwrap(getMandateDeputyships({ path: { mandate_id: mandateId } }))).items,
  });

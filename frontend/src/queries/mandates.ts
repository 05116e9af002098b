import { queryOptions } from "@tanstack/react-query";
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
import { detailQuery, listQuery, pagedQuery } from "./query";

/** Past, present and upcoming seats of a group, newest first, page by page. */
export const seatsQuery = (groupId: string) =>
  pagedQuery(keys.seats(groupId), (cursor) =>
    getGroupSeats({ path: { group_id: groupId }, query: { limit: PAGE, cursor } }),
  );

/** Changes of roles in a group, newest first, page by page. */
export const roleHistoryQuery = (groupId: string) =>
  pagedQuery(keys.roleHistory(groupId), (cursor) =>
    getGroupRoleHistory({ path: { group_id: groupId }, query: { limit: 10, cursor } }),
  );

/** Mandates that could get a seat in a group, searched by name. */
export const toSeatQuery = (groupId: string, words: string) =>
  queryOptions({
    queryKey: keys.toSeat(groupId, words),
    queryFn: async () =>
      (await unwrap(getGroupCandidates({ path: { group_id: groupId }, query: { q: words } }))).items,
  });

/** People who could be appointed by an organisation, searched by name. */
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
  detailQuery(keys.mandate(mandateId), () => getMandateDetails({ path: { mandate_id: mandateId } }));

/** What a successor to the position would take over. */
export const successionQuery = (mandateId: string) =>
  detailQuery(keys.succession(mandateId), () => getMandateSuccession({ path: { mandate_id: mandateId } }));

/** Possible deputies of the holder of a mandate. */
export const colleaguesQuery = (mandateId: string) =>
  listQuery(keys.colleagues(mandateId), () => getMandateColleagues({ path: { mandate_id: mandateId } }));

/** Current and upcoming absences of the holder of a mandate, the next one first. */
export const absencesQuery = (mandateId: string) =>
  listQuery(keys.absences(mandateId), () => getMandateDeputyships({ path: { mandate_id: mandateId } }));

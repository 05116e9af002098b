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

/** Every seat of a group that there was, is and will be, page by page, the latest first. */
export const seatsQuery = (groupId: string) =>
  pagedQuery(keys.seats(groupId), (cursor) =>
    getGroupSeats({ path: { group_id: groupId }, query: { limit: PAGE, cursor } }),
  );

/** Who came into which role of a group, changed or left it, page by page, the latest first. */
export const roleHistoryQuery = (groupId: string) =>
  pagedQuery(keys.roleHistory(groupId), (cursor) =>
    getGroupRoleHistory({ path: { group_id: groupId }, query: { limit: 10, cursor } }),
  );

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
  detailQuery(keys.mandate(mandateId), () => getMandateDetails({ path: { mandate_id: mandateId } }));

/** What would pass on with a post. */
export const successionQuery = (mandateId: string) =>
  detailQuery(keys.succession(mandateId), () => getMandateSuccession({ path: { mandate_id: mandateId } }));

/** Who may stand in for the holder of a mandate. */
export const colleaguesQuery = (mandateId: string) =>
  listQuery(keys.colleagues(mandateId), () => getMandateColleagues({ path: { mandate_id: mandateId } }));

/** The absences of the holder of a mandate that are not over, the next one first. */
export const absencesQuery = (mandateId: string) =>
  listQuery(keys.absences(mandateId), () => getMandateDeputyships({ path: { mandate_id: mandateId } }));

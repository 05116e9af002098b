import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import {
  getGroupCandidates,
  getGroupSeats,
  getMandateColleagues,
  getMandateDetails,
  getMandateSuccession,
  getOrganisationCandidates,
} from "@/api/generated/sdk.gen";
import { PAGE } from "./groups";
import { keys } from "./keys";

/** Every seat of a group that there was, is and will be, the latest first. */
export const seatsQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.seats(groupId),
    queryFn: async () =>
      (await answered(getGroupSeats({ path: { group_id: groupId }, query: { limit: PAGE } }))).items,
  });

/** Mandates without a seat here that the reader could seat, by a part of the name. */
export const toSeatQuery = (groupId: string, words: string) =>
  queryOptions({
    queryKey: keys.toSeat(groupId, words),
    queryFn: async () =>
      (await answered(getGroupCandidates({ path: { group_id: groupId }, query: { q: words } }))).items,
  });

/** People who could act for an organisation, by a part of the name. */
export const toAppointQuery = (organisationId: string, words: string) =>
  queryOptions({
    queryKey: keys.toAppoint(organisationId, words),
    queryFn: async () =>
      (
        await answered(
          getOrganisationCandidates({ path: { organisation_id: organisationId }, query: { q: words } }),
        )
      ).items,
  });

export const mandateQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.mandate(mandateId),
    queryFn: () => answered(getMandateDetails({ path: { mandate_id: mandateId } })),
  });

/** What would pass on with a post. */
export const successionQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.succession(mandateId),
    queryFn: () => answered(getMandateSuccession({ path: { mandate_id: mandateId } })),
  });

/** Who may stand in for the holder of a mandate. */
export const colleaguesQuery = (mandateId: string) =>
  queryOptions({
    queryKey: keys.colleagues(mandateId),
    queryFn: async () => (await answered(getMandateColleagues({ path: { mandate_id: mandateId } }))).items,
  });

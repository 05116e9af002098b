import { queryOptions } from "@tanstack/react-query";
import {
  getDossierAccessRequests,
  getDossierCard,
  getDossierDetail,
  getDossierEvidenceList,
  getDossierFindings,
  getDossierHistory,
  getDossiers,
  getKnownDossiers,
  getProgrammes,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { type DossierFilter, keys } from "./keys";
import { fetchAllPages } from "./pages";
import { detailQuery, listQuery, pagedQuery } from "./query";

/** Kinds of dossiers, with their states, transitions and roles in words; they change with a release alone. */
export const programmesQuery = listQuery(keys.programmes, () => getProgrammes(), {
  staleTime: Number.POSITIVE_INFINITY,
});

/** All dossiers of a filter that the reader may read; the latest change of state first. */
export const dossiersQuery = (filter: DossierFilter) =>
  queryOptions({
    queryKey: keys.dossierList(filter),
    queryFn: () =>
      fetchAllPages((cursor) => unwrap(getDossiers({ query: { ...filter, limit: 100, cursor } }))),
  });

/** Dossiers of a group of which the reader may know, and which they do not read. */
export const knownDossiersQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.knownDossiers(groupId),
    queryFn: () =>
      fetchAllPages((cursor) =>
        unwrap(getKnownDossiers({ path: { group_id: groupId }, query: { limit: 100, cursor } })),
      ),
  });

export const dossierQuery = (dossierId: string) =>
  detailQuery(keys.dossier(dossierId), () => getDossierDetail({ path: { dossier_id: dossierId } }));

/** What may be known of a dossier that the reader does not read. */
export const dossierCardQuery = (dossierId: string) =>
  detailQuery(keys.dossierCard(dossierId), () => getDossierCard({ path: { dossier_id: dossierId } }));

/** Who waits to be let in, the first one first; for who names participants. */
export const dossierAccessRequestsQuery = (dossierId: string) =>
  listQuery(keys.dossierAccessRequests(dossierId), () =>
    getDossierAccessRequests({ path: { dossier_id: dossierId } }),
  );

/** Newest first. */
export const dossierHistoryQuery = (dossierId: string) =>
  pagedQuery(keys.dossierHistory(dossierId), (cursor) =>
    getDossierHistory({ path: { dossier_id: dossierId }, query: { cursor, limit: 50 } }),
  );

export const dossierEvidenceQuery = (dossierId: string) =>
  listQuery(keys.dossierEvidence(dossierId), () =>
    getDossierEvidenceList({ path: { dossier_id: dossierId } }),
  );

/** What was found out, by number. */
export const dossierFindingsQuery = (dossierId: string) =>
  listQuery(keys.dossierFindings(dossierId), () => getDossierFindings({ path: { dossier_id: dossierId } }));

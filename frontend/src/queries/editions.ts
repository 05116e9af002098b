import { getDossierEdition, getDossierEditions, getPublicEdition } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** Frozen reports of a dossier, the latest first. */
export const dossierEditionsQuery = (dossierId: string) =>
  listQuery(keys.dossierEditions(dossierId), () => getDossierEditions({ path: { dossier_id: dossierId } }));

/** One of them with its content. */
export const dossierEditionQuery = (dossierId: string, editionId: string) =>
  detailQuery([...keys.dossierEditions(dossierId), editionId], () =>
    getDossierEdition({ path: { dossier_id: dossierId, edition_id: editionId } }),
  );

/** A published edition, as everybody reads it. */
export const publicEditionQuery = (editionId: string) =>
  detailQuery(keys.publicEdition(editionId), () => getPublicEdition({ path: { edition_id: editionId } }));

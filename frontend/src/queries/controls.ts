import {
  getControlLink,
  getControlReplies,
  getControlReplyTotals,
  getDossierComplaint,
  getDossierControl,
  getPublicControlReplies,
} from "@/api/generated/sdk.gen";
import { type ControlReplyFilter, keys } from "./keys";
import { detailQuery, listQuery, pagedQuery } from "./query";

/** The facts of a public control, and the replies to its report. */
export const controlQuery = (dossierId: string) =>
  detailQuery(keys.control(dossierId), () => getDossierControl({ path: { dossier_id: dossierId } }));

/** Who complained: asked only for those who may read it, since each reading is noted. */
export const complaintQuery = (dossierId: string) =>
  detailQuery(keys.complaint(dossierId), () => getDossierComplaint({ path: { dossier_id: dossierId } }));

/** The link by which an authority without an account replies. */
export const controlLinkQuery = (dossierId: string) =>
  detailQuery(keys.controlLink(dossierId), () => getControlLink({ path: { dossier_id: dossierId } }));

/** Controls whose report was sent, the latest first. */
export const controlRepliesQuery = (filter: ControlReplyFilter) =>
  pagedQuery([...keys.controlReplies, filter], (cursor) =>
    getControlReplies({ query: { ...filter, limit: 50, cursor } }),
  );

/** The numbers of the same by authority. */
export const controlReplyTotalsQuery = (filter: ControlReplyFilter) =>
  listQuery([...keys.controlReplies, "totals", filter], () => getControlReplyTotals({ query: filter }));

/** The numbers of what was published, for everybody. */
export const publicControlRepliesQuery = listQuery(keys.publicControlReplies, () =>
  getPublicControlReplies(),
);

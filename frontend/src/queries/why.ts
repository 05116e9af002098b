import {
  getMyBreakGlassAccess,
  getMyInvitationAccess,
  getMyJoinRequestAccess,
  getMyMandateAccess,
  getMyOfficeAccess,
  getMyOrganisationAccess,
  getMyPersonalInvitationAccess,
  getMySubjectRequestAccess,
  getMyTerritoryAccess,
} from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { listQuery } from "./query";

/** Entities to which rules give access, rather than grants. */
const REQUESTS = {
  organisation: (id: string) => getMyOrganisationAccess({ path: { organisation_id: id } }),
  territory: (id: string) => getMyTerritoryAccess({ path: { territory_id: id } }),
  "subject-request": (id: string) => getMySubjectRequestAccess({ path: { request_id: id } }),
  "break-glass": (id: string) => getMyBreakGlassAccess({ path: { break_glass_id: id } }),
  mandate: (id: string) => getMyMandateAccess({ path: { mandate_id: id } }),
  office: (id: string) => getMyOfficeAccess({ path: { office_id: id } }),
  invitation: (id: string) => getMyInvitationAccess({ path: { invitation_id: id } }),
  "personal-invitation": (id: string) =>
    getMyPersonalInvitationAccess({ path: { personal_invitation_id: id } }),
  "join-request": (id: string) => getMyJoinRequestAccess({ path: { join_request_id: id } }),
};

export type Ruled = keyof typeof REQUESTS;

/** The rules by which the reader has access to an entity. */
export const whyQuery = (kind: Ruled, id: string) => listQuery(keys.why(kind, id), () => REQUESTS[kind](id));

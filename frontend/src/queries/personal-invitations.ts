import {
  getPersonalInvitations,
  postDossierGuestInvitations,
  postItemGuestInvitations,
  postThreadGuestInvitations,
} from "@/api/generated/sdk.gen";
import type { GetPersonalInvitationsData, InviteGuestInRequest } from "@/api/generated/types.gen";
import type { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import type { Shareable } from "./access";
import { keys } from "./keys";
import { pagedQuery } from "./query";

export type PersonalAsked = Omit<NonNullable<GetPersonalInvitationsData["query"]>, "cursor" | "limit">;

/** Personal invitations that the reader has sent, newest first, page by page. */
export const personalInvitationsQuery = (asked: PersonalAsked) =>
  pagedQuery([...keys.personalInvitations, asked], (cursor) =>
    getPersonalInvitations({ query: { ...asked, cursor } }),
  );

export function inviteGuest(
  { kind, id }: Shareable,
  body: InviteGuestInRequest,
  headers: ReturnType<typeof idempotencyKey>,
) {
  const sent = {
    thread: () => postThreadGuestInvitations({ path: { thread_id: id }, body, headers }),
    action: () => postItemGuestInvitations({ path: { action_id: id }, body, headers }),
    dossier: () => postDossierGuestInvitations({ path: { dossier_id: id }, body, headers }),
  };
  return unwrap(sent[kind]());
}

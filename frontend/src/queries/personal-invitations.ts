import { infiniteQueryOptions } from "@tanstack/react-query";
import {
  getPersonalInvitations,
  postItemGuestInvitations,
  postThreadGuestInvitations,
} from "@/api/generated/sdk.gen";
import type { GetPersonalInvitationsData, InviteGuestInRequest } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { answered } from "@/api/unwrap";
import type { Shareable } from "./access";
import { keys } from "./keys";
import { byPages } from "./pages";

export type PersonalAsked = Omit<NonNullable<GetPersonalInvitationsData["query"]>, "cursor" | "limit">;

/** What the reader has offered to people, page by page, the newest first. */
export const personalInvitationsQuery = (asked: PersonalAsked) =>
  infiniteQueryOptions({
    queryKey: [...keys.personalInvitations, asked],
    queryFn: ({ pageParam }) => answered(getPersonalInvitations({ query: { ...asked, cursor: pageParam } })),
    ...byPages,
  });

export function inviteGuest({ kind, id }: Shareable, body: InviteGuestInRequest) {
  const headers = once();
  return kind === "thread"
    ? answered(postThreadGuestInvitations({ path: { thread_id: id }, body, headers }))
    : answered(postItemGuestInvitations({ path: { action_id: id }, body, headers }));
}

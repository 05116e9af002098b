"""Selectors of invitations and requests for a seat."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.authority.territorial import TerritorialScope, signed_in_q
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, has_grant_q
from groups.initiative_groups.policies import GroupAction
from groups.initiative_groups.selectors import get_group_for
from groups.joining.models import (
    ARRIVAL,
    INVITATION,
    PERSONAL,
    Invitation,
    JoinRequest,
    PersonalInvitation,
    RequestState,
)
from groups.joining.policies import InvitationPolicy, JoinRequestPolicy, PersonalInvitationPolicy
from viche.accounts.models import Letter, User
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound
from viche.kernel.policy import require_person

REQUEST_RELATIONS = ("person", "organisation", "group__territory", "decided_by")


def get_invitation(secret: str, *, lock: bool = False) -> Invitation:
    """Return the open invitation of a link: its own link, or that of a letter about it.

    Raises NotFound when there is none.
    """
    rows = Invitation.objects.select_related("group__territory", "organisation", "created_by")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    letter = find_letter(secret)
    own = Q(digest=digest_of(secret)) if letter is None else Q(pk=letter.about)
    found = rows.filter(own).first()
    if found is None or not found.opens(now()):
        raise NotFound
    return found


def find_letter(secret: str, purposes: Collection[str] = (INVITATION, ARRIVAL)) -> Letter | None:
    """Return the letter of a link, or None. Its holder has read what came to the letter's address."""
    letters = Letter.objects.filter(digest=digest_of(secret), purpose__in=purposes)
    return letters.filter(expires_at__gt=now()).first()


def get_personal_invitation(secret: str, *, lock: bool = False) -> tuple[Letter, PersonalInvitation]:
    """Return the letter of a link and its open personal invitation.

    Raises NotFound when there is none.
    """
    letter = find_letter(secret, (PERSONAL,))
    rows = PersonalInvitation.objects.select_related("created_by", "organisation", "territory")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    if letter is None or letter.about is None:
        raise NotFound
    found = rows.filter(pk=letter.about).first()
    if found is None or not found.opens(now()):
        raise NotFound
    return letter, found


def list_personal_invitations_by(
    actor: Actor, offered: str | None = None, about: UUID | None = None
) -> QuerySet[PersonalInvitation]:
    """Return the reader's personal invitations, and others' whose offer the reader may give.

    Narrowed to one kind, or to those `about` one organisation, territory or object. Raises Forbidden for a
    token without `groups:read`.
    """
    require_person(actor, "groups:read")
    seen = PersonalInvitationPolicy().visible_to(actor)
    rows = seen.select_related("organisation", "territory", "created_by")
    if offered is not None:
        rows = rows.filter(offered=offered)
    if about is not None:
        rows = rows.filter(Q(organisation=about) | Q(territory=about) | Q(container_id=about))
    return rows


def get_proving_letter(secret: str) -> tuple[Letter, Invitation]:
    """Return the letter and its invitation, for a person without account. Raises NotFound."""
    letter = find_letter(secret)
    if letter is None:
        raise NotFound
    return letter, get_invitation(secret)


def has_account(address: str) -> bool:
    """Return whether an account has or had an address. Only for readers of that address."""
    return User.objects.filter(email=address).exists()


def find_people_by_email(addresses: Collection[str]) -> dict[str, UUID]:
    """Return ids of people by address. Only for the access log, never for an answer."""
    return dict(User.objects.filter(email__in=addresses).values_list("email", "pk")) if addresses else {}


def list_pending_letters(invitation_id: UUID, address: str) -> QuerySet[Letter]:
    """Return the letters about an invitation, to an address, that wait to be sent."""
    letters = Letter.objects.filter(about=invitation_id, address=address, sent_at=None)
    return letters.exclude(next_try_at=None)


def get_last_letters(invitation_ids: Collection[UUID]) -> dict[UUID, Letter]:
    """Return the newest letter of each invitation that has any, in one query."""
    rows = Letter.objects.filter(about__in=invitation_ids, purpose__in=(INVITATION, PERSONAL))
    return {row.about: row for row in rows.order_by("id") if row.about is not None}


def list_invitations_of(actor: Actor, group_id: UUID) -> QuerySet[Invitation]:
    """Return the invitations to a group. Raises NotFound or Forbidden."""
    get_group_for(actor, group_id, GroupAction.INVITE)
    rows = InvitationPolicy().visible_to(actor).filter(group=group_id)
    return rows.select_related("organisation", "created_by", "group__territory")


def list_join_requests_of(actor: Actor, group_id: UUID) -> QuerySet[JoinRequest]:
    """Return the requests for a seat in a group. Raises NotFound or Forbidden."""
    get_group_for(actor, group_id, GroupAction.ADD_MEMBER)
    return JoinRequestPolicy().visible_to(actor).filter(group=group_id).select_related(*REQUEST_RELATIONS)


def list_unanswered_requests(actor: Actor, reach: TerritorialScope) -> QuerySet[JoinRequest]:
    """Return the pending requests in groups that `actor` leads or that lie in `reach`, the newest first.

    Never their own. The group may be in a state in which nobody is seated: see `JoinRequestPolicy`.
    """
    leads = has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE, of="group")
    rows = JoinRequest.objects.filter(
        signed_in_q(actor) & (leads | reach.condition("group__territory__code")), state=RequestState.PENDING
    )
    rows = rows.exclude(person=actor.person_id)
    return rows.select_related("organisation", "group__territory").order_by("-id")


def list_own_join_requests(actor: Actor) -> QuerySet[JoinRequest]:
    """Return the reader's own requests. Raises Forbidden for a token without `groups:read`."""
    asking = require_person(actor, "groups:read")
    return JoinRequest.objects.filter(person=asking).select_related(*REQUEST_RELATIONS)

"""Invitations and requests for a seat."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.initiative_groups.policies import GroupAction
from groups.initiative_groups.selectors import get_group_for
from groups.joining.models import ARRIVAL, INVITATION, PERSONAL, Invitation, JoinRequest, PersonalInvitation
from groups.joining.policies import InvitationPolicy, JoinRequestPolicy, PersonalInvitationPolicy
from viche.accounts.models import Letter, User
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound
from viche.kernel.policy import asking_person

ABOUT_REQUEST = ("person", "organisation", "group__territory", "decided_by")


def get_invitation(secret: str, *, lock: bool = False) -> Invitation:
    """The invitation that a link opens: its own, or that of a letter about it.

    Raises NotFound for one that opens nothing, or nothing any more.
    """
    rows = Invitation.objects.select_related("group__territory", "organisation", "created_by")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    letter = letter_of(secret)
    own = Q(digest=digest_of(secret)) if letter is None else Q(pk=letter.about)
    found = rows.filter(own).first()
    if found is None or not found.opens(now()):
        raise NotFound
    return found


def letter_of(secret: str, purposes: Collection[str] = (INVITATION, ARRIVAL)) -> Letter | None:
    """The letter whose link this is: whoever has it has read what came to the letter's address."""
    letters = Letter.objects.filter(digest=digest_of(secret), purpose__in=purposes)
    return letters.filter(expires_at__gt=now()).first()


def get_personal(secret: str, *, lock: bool = False) -> tuple[Letter, PersonalInvitation]:
    """The letter that a link comes from, and what it invites to.

    Raises NotFound for one that opens nothing, or nothing any more.
    """
    letter = letter_of(secret, (PERSONAL,))
    rows = PersonalInvitation.objects.select_related("created_by", "organisation", "territory")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    if letter is None or letter.about is None:
        raise NotFound
    found = rows.filter(pk=letter.about).first()
    if found is None or not found.opens(now()):
        raise NotFound
    return letter, found


def personal_invitations_by(
    actor: Actor, offered: str | None = None, about: UUID | None = None
) -> QuerySet[PersonalInvitation]:
    """What the reader has offered to people, and what others have that the reader may give: of one kind, or
    `about` one organisation, territory or thing.

    Raises Forbidden for a token without `groups:read`.
    """
    asking_person(actor, "groups:read")
    seen = PersonalInvitationPolicy().visible_to(actor)
    rows = seen.select_related("organisation", "territory", "created_by")
    if offered is not None:
        rows = rows.filter(offered=offered)
    if about is not None:
        rows = rows.filter(Q(organisation=about) | Q(territory=about) | Q(container_id=about))
    return rows


def get_proof(secret: str) -> tuple[Letter, Invitation]:
    """The letter and its invitation, for who has no account yet. Raises NotFound for any other link."""
    letter = letter_of(secret)
    if letter is None:
        raise NotFound
    return letter, get_invitation(secret)


def has_account(address: str) -> bool:
    """Whether somebody signs in, or once did, with an address. For whoever reads what comes to it."""
    return User.objects.filter(email=address).exists()


def whose_addresses(addresses: Collection[str]) -> dict[str, UUID]:
    """The people who sign in with some addresses. For what is written down, and told to nobody else."""
    return dict(User.objects.filter(email__in=addresses).values_list("email", "pk")) if addresses else {}


def letters_waiting(invitation_id: UUID, address: str) -> QuerySet[Letter]:
    """The letter about an invitation, to an address, that has not gone out yet."""
    letters = Letter.objects.filter(about=invitation_id, address=address, sent_at=None)
    return letters.exclude(next_try_at=None)


def last_letters(invitation_ids: Collection[UUID]) -> dict[UUID, Letter]:
    """The newest letter of each invitation that has any, in one query."""
    rows = Letter.objects.filter(about__in=invitation_ids, purpose__in=(INVITATION, PERSONAL))
    return {row.about: row for row in rows.order_by("id") if row.about is not None}


def invitations_of(actor: Actor, group_id: UUID) -> QuerySet[Invitation]:
    """The invitations to a group. Raises NotFound or Forbidden."""
    get_group_for(actor, group_id, GroupAction.INVITE)
    rows = InvitationPolicy().visible_to(actor).filter(group=group_id)
    return rows.select_related("organisation", "created_by", "group__territory")


def join_requests_of(actor: Actor, group_id: UUID) -> QuerySet[JoinRequest]:
    """Who asks or asked for a seat in a group. Raises NotFound or Forbidden."""
    get_group_for(actor, group_id, GroupAction.ADD_MEMBER)
    return JoinRequestPolicy().visible_to(actor).filter(group=group_id).select_related(*ABOUT_REQUEST)


def own_join_requests(actor: Actor) -> QuerySet[JoinRequest]:
    """What the reader asks or asked for. Raises Forbidden for a token without `groups:read`."""
    asking = asking_person(actor, "groups:read")
    return JoinRequest.objects.filter(person=asking).select_related(*ABOUT_REQUEST)

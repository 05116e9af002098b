"""Inviting into a group by a link, and coming in by it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.periods import COUNTRY_ZONE, day_end, earliest
from groups.common.texts import APPOINTS_ONE, MAY_NOT_APPOINT
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.emails import LETTER_WAITS, have_sent
from groups.joining.events import InvitationMade, InvitationSent, InvitationUsed
from groups.joining.join_requests import NO_POSITION, ask_for_seat
from groups.joining.models import Invitation, JoinRequest
from groups.joining.policies import InvitationAction, InvitationPolicy
from groups.joining.selectors import get_invitation, letters_waiting
from groups.mandates.models import Mandate
from groups.mandates.own_seats import OwnPost
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.mandates.selectors import mandate_at_work
from groups.mandates.services import appoint_mandate
from groups.memberships.services import start_membership
from groups.organisations.models import Organisation
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import revoke
from viche.accounts.emails import checked_email
from viche.accounts.models import User
from viche.accounts.token_secrets import digest_of, new_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record, unit
from viche.kernel.policy import asking_person, load
from viche.kernel.services import Reason, service

LONGEST = timedelta(days=90)
MOST_USES = 500
E = TypeVar("E", bound=InvitationMade)
# A link that goes from hand to hand opens no seat from which others are led.
BY_OPEN_LINK = frozenset({Role.MEMBER, Role.OBSERVER})


@service(GroupAction.INVITE)
def invite(
    *,
    actor: Actor,
    group_id: UUID,
    organisation_id: UUID,
    role: Role,
    expires_at: datetime,
    uses: int = 1,
    email: str = "",
    document: str = "",
    position_uk: str = "",
    position_en: str = "",
    ends_on: date | None = None,
) -> tuple[Invitation, str]:
    """Offer a seat for an organisation to who holds a link; returns the secret of the link, kept nowhere.

    `email` makes it one person's, and has a letter sent there, whose link is another one: it proves who read
    it. `document` appoints that person, which takes the right to appoint. `ends_on` is the seat's last day,
    with which the invitation is over, too.
    Raises Invalid for a term over 90 days, too many uses, and a leading role or a document without an
    address; Forbidden; TooMany for one letter too many.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.INVITE, lock=True)
    organisation = _organisation(actor, organisation_id, appoints=bool(document))
    if actor.person_id is None:
        raise Forbidden
    _check_term(expires_at)
    _check_reach(role, uses, email)
    _check_appointment(document, email, position_uk)
    over = _over_at(group, ends_on)
    secret = new_link_secret()
    invitation = Invitation.objects.create(
        group=group,
        organisation=organisation,
        role=role,
        email=checked_email(email) if email else "",
        position_uk=position_uk,
        position_en=position_en,
        document=document,
        digest=digest_of(secret),
        uses=uses,
        created_by_id=actor.person_id,
        ends_on=ends_on,
        expires_at=earliest((expires_at, over)) or expires_at,
    )
    record(actor, InvitationMade(invitation_id=invitation.id, group_id=group.id, role=role))
    if invitation.email:
        have_sent(invitation, actor.person_id)
    return invitation, secret


def _organisation(actor: Actor, organisation_id: UUID, *, appoints: bool) -> Organisation:
    action = OrganisationAction.APPOINT if appoints else OrganisationAction.READ
    try:
        return load(OrganisationPolicy(), actor, organisation_id, action)
    except NotFound as error:
        raise Invalid.field("/organisation", "not_found", _("There is no such organisation.")) from error
    except Forbidden as error:
        raise Invalid.field("/document", "may_not_appoint", MAY_NOT_APPOINT) from error


def _check_term(expires_at: datetime) -> None:
    if not now() < expires_at <= now() + LONGEST:
        raise Invalid.field(
            "/expires_at", "out_of_range", _("An invitation lasts up to 90 days, and ends in the future.")
        )


def _over_at(group: InitiativeGroup, ends_on: date | None) -> datetime | None:
    """When the seat is over that is offered. Raises Invalid for a day that has passed."""
    if ends_on is None:
        return None
    if ends_on < max(today(COUNTRY_ZONE), today(group.time_zone)):
        raise Invalid.field("/ends_on", "past", _("This day has passed."))
    return day_end(ends_on, group.time_zone)


def _check_reach(role: Role, uses: int, email: str) -> None:
    if not 1 <= uses <= MOST_USES:
        raise Invalid.field("/uses", "out_of_range", _("A link works for 1 to 500 people."))
    if email and uses != 1:
        raise Invalid.field("/uses", "one_person", _("An invitation to one address works once."))
    if not email and role not in BY_OPEN_LINK:
        raise Invalid.field("/role", "needs_address", _("Invite to this role by an e-mail address."))


def _check_appointment(document: str, email: str, position: str) -> None:
    if document and not email:
        raise Invalid.field("/document", "needs_address", APPOINTS_ONE)
    if document and not position.strip():
        raise Invalid.field("/position", "blank", _("Say in which position the document appoints."))


@service(InvitationAction.SEND)
def send_invitation_letter(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Have the letter of an invitation to one address sent anew; the link of the earlier one works on.

    Raises Conflict for an invitation that is over or without an address, and while a letter waits to be sent;
    TooMany.
    """
    invitation = _open_one(actor, invitation_id, InvitationAction.SEND)
    if not invitation.email:
        raise Conflict(
            "no_address", _("This invitation is for anybody who has the link: nobody to write to.")
        )
    if letters_waiting(invitation.pk, invitation.email).exists():
        raise Conflict("letter_waits", LETTER_WAITS)
    have_sent(invitation, asking_person(actor, "groups:write"))
    record(actor, _event(InvitationSent, invitation))
    return invitation


@service(InvitationAction.REVOKE)
def revoke_invitation(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Let a link open nothing any more. Seats that it gave stay. Raises Conflict for one that is over."""
    invitation = _open_one(actor, invitation_id, InvitationAction.REVOKE)
    revoke(actor, invitation)
    return invitation


def _open_one(actor: Actor, invitation_id: UUID, action: InvitationAction) -> Invitation:
    """The invitation, held until the end. Raises Conflict for one that is over."""
    invitation = load(InvitationPolicy(), actor, invitation_id, action, lock=True)
    if not invitation.opens(now()):
        raise Conflict("already_ended", _("This has already ended."))
    return invitation


def _event(kind: type[E], invitation: Invitation, **facts: UUID) -> E:
    return kind(invitation_id=invitation.id, group_id=invitation.group_id, role=invitation.role, **facts)


LAPSED = _(
    "This invitation gives no seat any more, but you can ask for one: say in which position you would sit at "
    "the table."
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a link has led: to a seat, or to a request for one.

    `lapsed` says that whoever made the invitation may not give this seat (any more): so it was asked for.
    """

    came_to: Membership | JoinRequest
    lapsed: bool


@service(Reason.SELF)
def use_invitation(
    *,
    actor: Actor,
    secret: str,
    position_uk: str = "",
    position_en: str = "",
    words: str = "",
    confirmed: Collection[str] = (),
) -> Arrival:
    """Come in by a link: to a seat, or, where somebody has to appoint first, with a request for one.

    It gives no more than who made it may still give: what they may not is asked for, too. Raises NotFound for
    a link that opens nothing (any more), Forbidden for one to another address, Conflict for who already sits
    there or asks already, Invalid at `/position` for a request without one, PersonalData of its words.
    """
    person = User.objects.get(pk=asking_person(actor, "groups:write"))
    invitation = get_invitation(secret)
    if invitation.email not in ("", person.email):
        raise Forbidden("other_address", _("This invitation is for another e-mail address."))
    seat, lapsed = _seat_by(invitation, person)
    came_to = seat or ask_for_seat(
        actor=actor,
        group_id=invitation.group_id,
        organisation_id=invitation.organisation_id,
        # Both are of one post: what who comes says of theirs is not translated by what the invitation says.
        position_uk=position_uk or invitation.position_uk,
        position_en=position_en or ("" if position_uk else invitation.position_en),
        words=words,
        invitation=invitation,
        no_position=LAPSED if lapsed else NO_POSITION,
        confirmed=confirmed,
    )
    # Not before: the seat locks the mandate and the group. Of too many who come at once the last go away.
    invitation = get_invitation(secret, lock=True)
    invitation.used += 1
    invitation.last_used_at = now()
    invitation.save(update_fields=["used", "last_used_at"])
    record(actor, _event(InvitationUsed, invitation, person_id=person.pk))
    return Arrival(came_to, lapsed)


def _seat_by(invitation: Invitation, person: User) -> tuple[Membership | None, bool]:
    """The seat, where nobody has to appoint first; and whether it is refused to who made the invitation.

    What is refused to them is nothing that who comes by it could mend, or has to know.
    """
    maker = Actor.for_person(invitation.created_by_id)
    if not invitation.created_by.is_active:
        return None, True
    try:
        with unit():
            load(GroupPolicy(), maker, invitation.group_id, GroupAction.ADD_MEMBER)
            return _seated(maker, invitation, person), False
    except (Forbidden, NotFound):
        return None, True
    except Conflict as refusal:
        if refusal.reason not in ("own_seat", OwnPost.code, "deputy_coordinates"):
            raise
        return None, True


def _seated(maker: Actor, invitation: Invitation, person: User) -> Membership | None:
    mandate = mandate_at_work(person.pk, invitation.organisation_id) or _appointed(maker, invitation, person)
    if mandate is None:
        return None
    # What they do not know of they cannot seat: a mandate of an organisation elsewhere.
    load(MandatePolicy(), maker, mandate.pk, MandateAction.READ)
    return start_membership(
        actor=maker,
        group_id=invitation.group_id,
        mandate_id=mandate.pk,
        role=Role(invitation.role),
        until=invitation.seat_until,
    )


def _appointed(maker: Actor, invitation: Invitation, person: User) -> Mandate | None:
    """The mandate that the invitation's document gives. Raises Forbidden for who may appoint no more."""
    if not (invitation.document and invitation.email):
        return None
    return appoint_mandate(
        actor=maker,
        person_id=person.pk,
        organisation_id=invitation.organisation_id,
        position_uk=invitation.position_uk,
        position_en=invitation.position_en,
        document=invitation.document,
        starts_on=today(COUNTRY_ZONE),
        ends_on=invitation.ends_on,
    )

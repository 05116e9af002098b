"""Personal data of this app, its erasure, and how grounds of access are presented."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.break_glass.models import BreakGlass
from groups.grants.models import AudienceSpan
from groups.guest_shares.models import GuestShare
from groups.initiative_groups.models import GroupStateChange
from groups.joining.models import Invitation, JoinRequest, PersonalInvitation
from groups.mandates.models import Deputyship, Mandate
from groups.offices.models import Office
from groups.organisations.models import Organisation, OrganisationAdministrator, WithdrawnMark
from groups.privacy.erasure import end_all_access_of
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of
from viche.privacy.holdings import Record, Rows
from viche.privacy.registry import (
    ErasureOrder,
    GroundContext,
    exclude_from_export,
    register_eraser,
    register_ground_presenter,
    register_personal_data,
)

GROUP_READERS = _("Everybody who reads the group; coordinators of the territory.")


def _list_invitations_to(person_id: UUID) -> Iterator[Record]:
    """List invitations to the person's address, and personal ones that they received or made."""
    address = User.objects.filter(pk=person_id).values("email")
    invitations = Invitation.objects.filter(email__in=address).select_related("group")
    for got in invitations.order_by("id"):
        yield {"at": got.created_at, "group": got.group.name_uk, "role": got.role, "email": got.email}
    in_person = PersonalInvitation.objects.filter(Q(created_by=person_id) | Q(email__in=address))
    for one in in_person.order_by("id"):
        yield {"at": one.created_at, "offered": one.offered, "reason": one.reason, "document": one.document}


def _list_withdrawn_marks(person_id: UUID) -> Iterator[Record]:
    theirs = Q(verified_by=person_id) | Q(withdrawn_by=person_id)
    for mark in WithdrawnMark.objects.filter(theirs).select_related("organisation").order_by("id"):
        organisation = mark.organisation.name_uk
        if mark.verified_by_id == person_id:
            yield {"at": mark.verified_at, "organisation": organisation, "document": mark.document}
        if mark.withdrawn_by_id == person_id:
            yield {"at": mark.withdrawn_at, "organisation": organisation, "reason": mark.reason}


def _name_container(row: Any, _me: UUID) -> str:
    return f"{row.container_type} {row.container_id}"


register_personal_data(
    "groups.mandates",
    Rows(
        Mandate.objects.prefetch_related("rests"),
        "person",
        "id=pk organisation=organisation.name_uk position=position_uk document since=starts_on "
        "until=ends_on ended_at reason=end_reason suspended_at=rested_at "
        "suspension_reason=rest_reason suspended_before",
        suspended_before=lambda row, _me: [
            {"since": one.since, "until": one.until} for one in row.rests.all()
        ],
    ),
    title=_("Mandates"),
    purpose=_("To know for whom a person acts, in which post and until when."),
    recipients=GROUP_READERS,
)
register_personal_data(
    "groups.memberships",
    Rows(Membership, "mandate__person", "id=pk group=group.name_uk role since until reason=end_reason"),
    title=_("Seats in groups"),
    purpose=_("The record of who sat at the table."),
    recipients=GROUP_READERS,
)
register_personal_data(
    "groups.deputyships",
    Rows(
        Deputyship,
        "deputy",
        "organisation=mandate.organisation.name_uk position=mandate.position_uk since=starts_at "
        "until=ends_at ended_at",
    ),
    Rows(Mandate, "deputy", "organisation=organisation.name_uk position=position_uk"),
    title=_("Deputyships"),
    purpose=_("To know who acts while the holder of a post is away."),
    recipients=GROUP_READERS,
    covers=["groups.deputyship.appointed_by"],
)
register_personal_data(
    "groups.offices",
    Rows(
        Office,
        "person",
        "kind territory=territory.name_uk document since=starts_at until=ends_at reason=end_reason",
    ),
    title=_("Offices across groups"),
    purpose=_("To know who founds groups and who oversees personal data."),
    recipients=_("Everyone who is signed in."),
)
register_personal_data(
    "groups.administrators",
    Rows(
        OrganisationAdministrator,
        "person",
        "organisation=organisation.name_uk document since until reason=end_reason",
    ),
    title=_("Organisations whose representatives you name"),
    purpose=_("To know who appoints the representatives of an organisation."),
    recipients=_("The organisation’s administrators; coordinators of its territories."),
)
register_personal_data(
    "groups.shares",
    Rows(GuestShare, "person", "subject may=access since until ended_at", subject=_name_container),
    title=_("What was shared with you as a guest"),
    purpose=_("To let a person without a seat see one thing for a time."),
    recipients=_("Facilitators of the group."),
)
register_personal_data(
    "groups.audiences",
    Rows(
        AudienceSpan,
        ["person", "ended_by"],
        "subject for=whom named_you changed_it since until",
        subject=_name_container,
        named_you=lambda row, me: row.person_id == me,
        changed_it=lambda row, me: row.ended_by_id == me,
    ),
    title=_("Things that were for you by name, and whom you made things for"),
    purpose=_("To know who could see what on which day."),
    recipients=_("Everybody at the table who sees the thing; the data protection officer."),
)
register_personal_data(
    "groups.acts",
    Rows(GroupStateChange, "person", "at group=group.name_uk state=after reason"),
    Rows(Organisation, "verified_by", "at=verified_at organisation=name_uk document=verified_document"),
    _list_withdrawn_marks,
    Rows(OrganisationAdministrator, "named_by", "at=since organisation=organisation.name_uk document"),
    Rows(GuestShare, "granted_by", "at=since subject reason", subject=_name_container),
    title=_("Steps of groups and organisations that you took"),
    purpose=_("The history of groups and organisations, with the reasons that were given."),
    recipients=GROUP_READERS,
    covers=["groups.withdrawnmark.verified_by", "groups.withdrawnmark.withdrawn_by"],
)
register_personal_data(
    "groups.joining",
    Rows(JoinRequest, "person", "at=asked_at group=group.name_uk position=position_uk words state reason"),
    Rows(
        JoinRequest.objects.exclude(person=F("decided_by")),
        "decided_by",
        "at=decided_at group=group.name_uk state reason",
    ),
    Rows(Invitation, "created_by", "at=created_at group=group.name_uk role used"),
    _list_invitations_to,
    title=_("Requests for a seat, invitations"),
    purpose=_("To let people come to the table, and to know who let them in."),
    recipients=_(
        "Facilitators of the group; coordinators of the territory; people who can give what is offered."
    ),
    covers=["groups.personalinvitation.created_by"],
)
register_personal_data(
    "groups.break_glass",
    Rows(
        BreakGlass,
        ["asked_by", "answered_by", "ended_by"],
        "at=asked_at subject made_it reason state answer until ended_at",
        subject=_name_container,
        made_it=lambda row, me: row.asked_by_id == me,
        reason=lambda row, me: row.reason if row.asked_by_id == me else None,
        answer=lambda row, me: row.note if row.answered_by_id == me else None,
    ),
    title=_("Emergency access that you asked for or decided on"),
    purpose=_("To let nothing restricted be opened in an emergency without two people and a reason."),
    recipients=_("Everyone concerned by what was opened, and the people who decide on it."),
)
exclude_from_export(
    "worked out from seats, deputyships and shares, which are there",
    "groups.initiativegroupuserpermission.user",
)


# ---- erasure -----------------------------------------------------------------------------------------------


def erase(actor: Actor, erasing: ErasureOrder) -> None:
    """End all access of an erased person; mandates and seats stay, under the pseudonym."""
    end_all_access_of(actor=actor, person_id=erasing.person_id)


register_eraser("groups", erase)


def _show_mandates(rows: Iterable[Any]) -> dict[UUID, GroundContext]:
    return {
        row.pk: GroundContext(
            bilingual_of(row.mandate.organisation, "name"), bilingual_of(row.mandate, "position")
        )
        for row in rows
    }


def _show_memberships(ids: Collection[UUID]) -> dict[UUID, GroundContext]:
    return _show_mandates(Membership.objects.filter(pk__in=ids).select_related("mandate__organisation"))


def _show_deputyships(ids: Collection[UUID]) -> dict[UUID, GroundContext]:
    return _show_mandates(Deputyship.objects.filter(pk__in=ids).select_related("mandate__organisation"))


register_ground_presenter("membership", _show_memberships)

register_ground_presenter("deputyship", _show_deputyships)

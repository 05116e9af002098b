"""Personal data of this app, its erasure, and how grounds of access are presented."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
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
from viche.privacy.registry import (
    ErasureOrder,
    GroundContext,
    Record,
    exclude_from_export,
    register_eraser,
    register_ground_presenter,
    register_personal_data,
    stream_rows,
)

GROUP_READERS = _("Everybody who reads the group; coordinators of the territory.")


def _mandates_of(person_id: UUID) -> QuerySet[Mandate]:
    theirs = Mandate.objects.filter(person=person_id).order_by("id")
    return theirs.select_related("organisation").prefetch_related("rests")


@register_personal_data(
    "groups.mandates",
    title=_("Mandates"),
    purpose=_("To know for whom a person acts, in which post and until when."),
    recipients=GROUP_READERS,
    covers=["groups.mandate.person"],
)
def list_mandates(person_id: UUID) -> Iterator[Record]:
    for row in _mandates_of(person_id):
        yield {
            "id": row.pk,
            "organisation": row.organisation.name_uk,
            "position": row.position_uk,
            "document": row.document,
            "since": row.starts_on,
            "until": row.ends_on,
            "ended_at": row.ended_at,
            "reason": row.end_reason,
            "suspended_at": row.rested_at,
            "suspension_reason": row.rest_reason,
            "suspended_before": [{"since": one.since, "until": one.until} for one in row.rests.all()],
        }


@register_personal_data(
    "groups.memberships",
    title=_("Seats in groups"),
    purpose=_("The record of who sat at the table."),
    recipients=GROUP_READERS,
)
def list_memberships(person_id: UUID) -> Iterator[Record]:
    seats = Membership.objects.filter(mandate__person=person_id).select_related("group")
    for row in seats.order_by("id"):
        yield {
            "id": row.pk,
            "group": row.group.name_uk,
            "role": row.role,
            "since": row.since,
            "until": row.until,
            "reason": row.end_reason,
        }


@register_personal_data(
    "groups.deputyships",
    title=_("Deputyships"),
    purpose=_("To know who acts while the holder of a post is away."),
    recipients=GROUP_READERS,
    covers=["groups.deputyship.deputy", "groups.deputyship.appointed_by", "groups.mandate.deputy"],
)
def list_deputyships(person_id: UUID) -> Iterator[Record]:
    windows = Deputyship.objects.filter(deputy=person_id).select_related("mandate__organisation")
    for row in windows.order_by("id"):
        yield {
            "organisation": row.mandate.organisation.name_uk,
            "position": row.mandate.position_uk,
            "since": row.starts_at,
            "until": row.ends_at,
            "ended_at": row.ended_at,
        }
    for mandate in Mandate.objects.filter(deputy=person_id).select_related("organisation").order_by("id"):
        yield {"organisation": mandate.organisation.name_uk, "position": mandate.position_uk}


@register_personal_data(
    "groups.offices",
    title=_("Offices across groups"),
    purpose=_("To know who founds groups and who oversees personal data."),
    recipients=_("Everybody who is signed in."),
    covers=["groups.office.person"],
)
def list_offices(person_id: UUID) -> Iterator[Record]:
    for row in Office.objects.filter(person=person_id).select_related("territory").order_by("id"):
        yield {
            "kind": row.kind,
            "territory": row.territory.name_uk,
            "document": row.document,
            "since": row.starts_at,
            "until": row.ends_at,
            "reason": row.end_reason,
        }


@register_personal_data(
    "groups.administrators",
    title=_("Organisations whose representatives you name"),
    purpose=_("To know who appoints the representatives of an organisation."),
    recipients=_("The organisation’s administrators; coordinators of its territories."),
    covers=["groups.organisationadministrator.person"],
)
def list_administrations(person_id: UUID) -> Iterator[Record]:
    rows = OrganisationAdministrator.objects.filter(person=person_id).select_related("organisation")
    for row in rows.order_by("id"):
        yield {
            "organisation": row.organisation.name_uk,
            "document": row.document,
            "since": row.since,
            "until": row.until,
            "reason": row.end_reason,
        }


@register_personal_data(
    "groups.shares",
    title=_("What was shared with you as a guest"),
    purpose=_("To let somebody without a seat see one thing for a time."),
    recipients=_("Facilitators of the group."),
    covers=["groups.guestshare.person"],
)
def list_shares(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(GuestShare.objects.filter(person=person_id).order_by("id")):
        yield {
            "subject": f"{row.container_type} {row.container_id}",
            "may": row.access,
            "since": row.since,
            "until": row.until,
            "ended_at": row.ended_at,
        }


@register_personal_data(
    "groups.audiences",
    title=_("Things that were for you by name, and whom you made things for"),
    purpose=_("To know who could see what on which day."),
    recipients=_("Everybody at the table who sees the thing; the data protection officer."),
    covers=["groups.audiencespan.person", "groups.audiencespan.ended_by"],
)
def list_audiences(person_id: UUID) -> Iterator[Record]:
    spans = AudienceSpan.objects.filter(Q(person=person_id) | Q(ended_by=person_id))
    for row in stream_rows(spans.order_by("id")):
        yield {
            "subject": f"{row.container_type} {row.container_id}",
            "for": row.whom,
            "named_you": row.person_id == person_id,
            "changed_it": row.ended_by_id == person_id,
            "since": row.since,
            "until": row.until,
        }


@register_personal_data(
    "groups.acts",
    title=_("Steps of groups and organisations that you took"),
    purpose=_("The history of groups and organisations, with the reasons that were given."),
    recipients=GROUP_READERS,
    covers=[
        "groups.groupstatechange.person",
        "groups.organisation.verified_by",
        "groups.organisationadministrator.named_by",
        "groups.withdrawnmark.verified_by",
        "groups.withdrawnmark.withdrawn_by",
        "groups.guestshare.granted_by",
    ],
)
def list_acts(person_id: UUID) -> Iterator[Record]:
    for step in GroupStateChange.objects.filter(person=person_id).select_related("group").order_by("id"):
        yield {"at": step.at, "group": step.group.name_uk, "state": step.after, "reason": step.reason}
    yield from _acts_on_organisations(person_id)
    for share in stream_rows(GuestShare.objects.filter(granted_by=person_id).order_by("id")):
        about = f"{share.container_type} {share.container_id}"
        yield {"at": share.since, "subject": about, "reason": share.reason}


def _acts_on_organisations(person_id: UUID) -> Iterator[Record]:
    for row in Organisation.objects.filter(verified_by=person_id).order_by("id"):
        yield {"at": row.verified_at, "organisation": row.name_uk, "document": row.verified_document}
    theirs = Q(verified_by=person_id) | Q(withdrawn_by=person_id)
    for mark in WithdrawnMark.objects.filter(theirs).select_related("organisation").order_by("id"):
        organisation = mark.organisation.name_uk
        if mark.verified_by_id == person_id:
            yield {"at": mark.verified_at, "organisation": organisation, "document": mark.document}
        if mark.withdrawn_by_id == person_id:
            yield {"at": mark.withdrawn_at, "organisation": organisation, "reason": mark.reason}
    names = OrganisationAdministrator.objects.filter(named_by=person_id).select_related("organisation")
    for one in names.order_by("id"):
        yield {"at": one.since, "organisation": one.organisation.name_uk, "document": one.document}


@register_personal_data(
    "groups.joining",
    title=_("Requests for a seat, invitations"),
    purpose=_("To let people come to the table, and to know who let them in."),
    recipients=_(
        "Facilitators of the group; coordinators of the territory; whoever may give what is offered."
    ),
    covers=[
        "groups.joinrequest.person",
        "groups.joinrequest.decided_by",
        "groups.invitation.created_by",
        "groups.personalinvitation.created_by",
    ],
)
def list_joining(person_id: UUID) -> Iterator[Record]:
    for row in JoinRequest.objects.filter(person=person_id).select_related("group").order_by("id"):
        yield {
            "at": row.asked_at,
            "group": row.group.name_uk,
            "position": row.position_uk,
            "words": row.words,
            "state": row.state,
            "reason": row.reason,
        }
    answered = JoinRequest.objects.filter(decided_by=person_id).exclude(person=person_id)
    for row in answered.select_related("group").order_by("id"):
        yield {"at": row.decided_at, "group": row.group.name_uk, "state": row.state, "reason": row.reason}
    invitations = Invitation.objects.select_related("group").order_by("id")
    for made in invitations.filter(created_by=person_id):
        yield {"at": made.created_at, "group": made.group.name_uk, "role": made.role, "used": made.used}
    address = User.objects.filter(pk=person_id).values("email")
    for got in invitations.filter(email__in=address):
        yield {"at": got.created_at, "group": got.group.name_uk, "role": got.role, "email": got.email}
    in_person = PersonalInvitation.objects.filter(Q(created_by=person_id) | Q(email__in=address))
    for one in in_person.order_by("id"):
        yield {"at": one.created_at, "offered": one.offered, "reason": one.reason, "document": one.document}


@register_personal_data(
    "groups.break_glass",
    title=_("Emergency access that you asked for or decided on"),
    purpose=_("To let nothing restricted be opened in an emergency without two people and a reason."),
    recipients=_("Everybody concerned by what was opened; those who decide on it."),
    covers=["groups.breakglass.asked_by", "groups.breakglass.answered_by", "groups.breakglass.ended_by"],
)
def list_emergencies(person_id: UUID) -> Iterator[Record]:
    mine = Q(asked_by=person_id) | Q(answered_by=person_id) | Q(ended_by=person_id)
    for row in stream_rows(BreakGlass.objects.filter(mine).order_by("id")):
        yield {
            "at": row.asked_at,
            "subject": f"{row.container_type} {row.container_id}",
            "made_it": row.asked_by_id == person_id,
            "reason": row.reason if row.asked_by_id == person_id else None,
            "state": row.state,
            "answer": row.note if row.answered_by_id == person_id else None,
            "until": row.until,
            "ended_at": row.ended_at,
        }


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

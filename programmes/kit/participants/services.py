"""Services of participants: name them, and end their part."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from groups.common.periods import not_ended_q
from groups.grants import sync_grants
from groups.models import Mandate, Membership, Organisation
from groups.selectors import find_speaking_mandate
from programmes.kit.dossiers.audience import record_dossier_audience
from programmes.kit.dossiers.events import ParticipantsChanged
from programmes.kit.dossiers.loaders import event_fields_of, lock_dossier, require_person_id
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.independence import OTHER_SIDE, is_of_inspected, list_related_organisation_ids
from programmes.kit.interests.models import InterestDeclaration
from programmes.kit.participants.models import Participant
from programmes.kit.registry import READER, DossierRole, ParticipantRole, get_programme
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version

MAX_PARTICIPANTS = 50
LASTING: list[Callable[[Participant], bool]] = []
"""Conditions by which a programme keeps a participant for as long as the dossier lasts."""


@service(DossierAction.NAME_PARTICIPANTS)
def name_participant(
    *,
    actor: Actor,
    dossier_id: UUID,
    role: str,
    expected_version: int,
    organisation_id: UUID | None = None,
    mandate_id: UUID | None = None,
) -> Participant:
    """Name an organisation or a mandate in a role of the dossier's programme.

    Both need a seat in the group. A counterpart sees a dossier that is for its participants alone only once
    a transition opens it. Raises NotFound, Forbidden, Stale, Invalid.
    """
    dossier = lock_dossier(actor, dossier_id, DossierAction.NAME_PARTICIPANTS, expected_version).dossier
    declared = _get_role(dossier, role)
    if declared.personal and mandate_id is None:
        raise Invalid.field("/mandate", "personal", _("Name a person for this role."))
    _check_named(dossier, organisation_id, mandate_id)
    if declared.part == DossierRole.COUNTERPART and dossier.is_sealed and mandate_id is not None:
        # Their copy of data about them would tell of the dossier.
        raise Invalid.field(
            "/mandate", "sealed", _("Name the organisation: nobody there may know of it yet.")
        )
    _check_sides(dossier, declared, organisation_id, mandate_id)
    if declared.personal and mandate_id is not None:
        _check_no_open_tie(dossier, mandate_id)
    participant = add_participant(
        actor=actor, dossier=dossier, role=declared, organisation_id=organisation_id, mandate_id=mandate_id
    )
    save_new_version(dossier)
    return participant


@service(Reason.STEP)
def add_participant(
    *,
    actor: Actor,
    dossier: Dossier,
    role: ParticipantRole,
    organisation_id: UUID | None = None,
    mandate_id: UUID | None = None,
    outside_body_id: UUID | None = None,
    opened: bool | None = None,
) -> Participant:
    """Add a participant to a locked dossier; the one that is there already stays.

    `opened`: it has access from now on, also if it was there without; by default all but counterparts have.
    An organisation that got seats since is named anew: whoever speaks for it by now has access.
    """
    named = {"organisation_id": organisation_id, "mandate_id": mandate_id, "outside_body_id": outside_body_id}
    if opened is None:
        opened = role.part != DossierRole.COUNTERPART
    if opened and (outdated := _find_outdated(dossier, role, organisation_id)) is not None:
        remove_participant(actor=actor, dossier=dossier, participant=outdated)
    at = now()
    participant, made = Participant.objects.get_or_create(
        dossier=dossier,
        role=role.name,
        until=None,
        **named,
        defaults={
            "part": role.part,
            "since": at,
            "opened_at": at if opened else None,
            "named_by_id": require_person_id(actor),
        },
    )
    was_closed = not made and opened and participant.opened_at is None
    if was_closed:
        participant.opened_at = at
        participant.save(update_fields=["opened_at"])
    if made or was_closed:
        _apply_change(actor, dossier, named=(participant.pk,), reason="participant_named")
    return participant


@service(DossierAction.NAME_PARTICIPANTS)
def end_participant(
    *, actor: Actor, dossier_id: UUID, participant_id: UUID, expected_version: int
) -> Dossier:
    """End the part of a participant.

    Raises NotFound, also for one that has ended, Forbidden, Stale, and Conflict for one that the dossier is
    about.
    """
    dossier = lock_dossier(actor, dossier_id, DossierAction.NAME_PARTICIPANTS, expected_version).dossier
    participant = dossier.participants.filter(pk=participant_id, until=None).first()
    if participant is None:
        raise NotFound
    if any(lasts(participant) for lasts in LASTING):
        raise Conflict("participant_lasts", _("The dossier is about this participant: it stays."))
    save_new_version(dossier)
    remove_participant(actor=actor, dossier=dossier, participant=participant)
    return dossier


@service(Reason.STEP)
def remove_participant(*, actor: Actor, dossier: Dossier, participant: Participant) -> None:
    """End the part of a participant of a locked dossier."""
    _end(participant)
    _apply_change(actor, dossier, ended=(participant.pk,), reason="participant_ended")


def _end(participant: Participant) -> None:
    participant.until = max(now(), participant.since)
    participant.save(update_fields=["until"])


def _find_outdated(
    dossier: Dossier, role: ParticipantRole, organisation_id: UUID | None
) -> Participant | None:
    """Return the part of an organisation that has seats now which began too late to count."""
    if organisation_id is None or dossier.is_shared_with_group:
        return None
    late = Membership.objects.filter(
        not_ended_q(now()),
        group=dossier.group_id,
        mandate__organisation=organisation_id,
        since__gt=OuterRef("since"),
    )
    present = dossier.participants.filter(role=role.name, organisation=organisation_id, until=None)
    return present.filter(Exists(late)).first()


@service(Reason.STEP)
def open_to_counterparts(*, actor: Actor, dossier: Dossier) -> None:
    """Give the counterparts of a locked dossier access from now on."""
    waiting = dossier.participants.filter(part=DossierRole.COUNTERPART, until=None, opened_at=None)
    named = tuple(waiting.values_list("pk", flat=True))
    waiting.update(opened_at=now())
    if named:
        _apply_change(actor, dossier, named=named, reason="counterparts_admitted")


def _apply_change(
    actor: Actor,
    dossier: Dossier,
    *,
    reason: str,
    named: tuple[UUID, ...] = (),
    ended: tuple[UUID, ...] = (),
) -> None:
    record_dossier_audience(actor, dossier)
    record(actor, ParticipantsChanged(**event_fields_of(dossier), named=named, ended=ended))
    sync_grants(dossier, reason=reason)


def _get_role(dossier: Dossier, name: str) -> ParticipantRole:
    found = READER if name == READER.name else get_programme(dossier.kind).roles.get(name)
    if found is None:
        raise Invalid.field("/role", "invalid_choice", _("This kind of dossier has no such role."))
    if dossier.participants.filter(until=None).count() >= MAX_PARTICIPANTS:
        raise Invalid.field("/role", "too_many", _("There are 50 participants already."))
    return found


def _check_named(dossier: Dossier, organisation_id: UUID | None, mandate_id: UUID | None) -> None:
    """Raise Invalid unless exactly one is named: a known organisation, or a mandate with a seat."""
    if (organisation_id is None) == (mandate_id is None):
        raise Invalid.field("/organisation", "one", _("Name an organisation or a person, not both."))
    if organisation_id is not None and not Organisation.objects.filter(pk=organisation_id).exists():
        raise Invalid.field("/organisation", "unknown", _("There is no such organisation."))
    if mandate_id is not None and find_speaking_mandate(dossier.group_id, mandate_id) is None:
        raise Invalid.field("/mandate", "no_seat", _("Choose somebody who has a seat in this group."))


def _check_no_open_tie(dossier: Dossier, mandate_id: UUID) -> None:
    """Raise Invalid for somebody who took part before and declared a tie that was not decided."""
    person = Mandate.objects.filter(pk=mandate_id).values("person")
    former = dossier.participants.filter(until__isnull=False, mandate__person__in=person)
    if any(one.is_undecided for one in InterestDeclaration.objects.latest_of(former).values()):
        raise Invalid.field(
            "/mandate", "tie_undecided", _("This person left with a declared tie: name somebody else.")
        )


def _check_sides(
    dossier: Dossier, role: ParticipantRole, organisation_id: UUID | None, mandate_id: UUID | None
) -> None:
    """Raise Invalid when the organisation, a unit or a parent stands on the other side: nobody looks at
    themselves.
    """
    inspects = get_programme(dossier.kind).inspects
    if role is READER and not inspects:
        return
    own_id = organisation_id
    if mandate_id is not None:
        own_id = Mandate.objects.values_list("organisation", flat=True).get(pk=mandate_id)
    ours = list_related_organisation_ids(own_id) if own_id is not None else set()
    # Not the addressees of recommendations: their role is none of the programme's.
    is_counterpart = Q(part=DossierRole.COUNTERPART, role__in=get_programme(dossier.kind).roles)
    others = ~is_counterpart if role.part == DossierRole.COUNTERPART else is_counterpart
    present = dossier.participants.filter(others, until=None)
    if not inspects:
        present = present.exclude(part=READER.part)
    faces_itself = present.filter(Q(organisation__in=ours) | Q(mandate__organisation__in=ours)).exists()
    if mandate_id is not None and role.part != DossierRole.COUNTERPART:
        person_id = Mandate.objects.values_list("person", flat=True).get(pk=mandate_id)
        faces_itself = faces_itself or is_of_inspected(dossier, person_id)
    if faces_itself:
        field = "/organisation" if organisation_id is not None else "/mandate"
        raise Invalid.field(field, "other_side", OTHER_SIDE)

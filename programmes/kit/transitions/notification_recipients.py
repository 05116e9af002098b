"""Recipients of notifications about dossiers, by their roles in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from groups.models import SPEAKING_ROLES, Deputyship, Mandate, MandateState, Role
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_facilitator_ids, list_participant_ids
from programmes.kit.dossiers.models import Dossier
from programmes.kit.participants.models import Participant
from programmes.kit.registry import PARTICIPANT_PARTS, READER, DossierRole, get_programme
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.registry import Recipient, build_recipients

LEAD, PARTICIPANT, FACILITATOR, SEATED, ASKED = "lead", "participant", "facilitator", "seated", "asked"
SEATS: dict[DossierRole, Collection[Role]] = {
    DossierRole.SECRETARY: [Role.SECRETARY],
    DossierRole.SPEAKER: SPEAKING_ROLES,
    DossierRole.MEMBER: list(Role),
    DossierRole.READER: list(Role),
}


def load_dossier(event: Event) -> Dossier:
    return Dossier.objects.select_related("group", "lead__person").get(pk=event.subject_id)


def list_people_with(dossier: Dossier, roles: Collection[DossierRole]) -> list[Recipient]:
    """Return the people with one of the roles in a dossier.

    People who may not read it are among them: their notifications are not created.
    """
    return [one for role in DossierRole if role in roles for one in _list_by_role(dossier, role)]


def _list_by_role(dossier: Dossier, role: DossierRole) -> Iterable[Recipient]:
    if role == DossierRole.LEAD:
        return list_people_of_mandate(dossier, dossier.lead, LEAD)
    if role in PARTICIPANT_PARTS:
        declared = get_programme(dossier.kind).roles
        named = dossier.participants.filter(part=role, role__in=declared, until=None)
        return list_people_of(dossier, named.select_related("mandate__person"))
    if role == DossierRole.FACILITATOR:
        return build_recipients(FACILITATOR, list_facilitator_ids(dossier.group_id))
    return build_recipients(SEATED, list_participant_ids(dossier.group_id, roles=SEATS[role]))


def list_people_of(dossier: Dossier, participants: Iterable[Participant]) -> Iterator[Recipient]:
    """Yield the people who speak for participants of a dossier."""
    for one in participants:
        if one.mandate is not None:
            yield from list_people_of_mandate(
                dossier, one.mandate, ASKED if one.part == READER.part else PARTICIPANT
            )
        elif one.organisation_id is not None:
            speakers = list_participant_ids(
                dossier.group_id, organisation_id=one.organisation_id, roles=SPEAKING_ROLES
            )
            yield from build_recipients(PARTICIPANT, speakers)


def list_people_of_mandate(dossier: Dossier, mandate: Mandate, reason: str) -> list[Recipient]:
    """Return the holder of a mandate and the deputies, while it is active. Closed accounts are left out."""
    at = now()
    if mandate.state(at, dossier.group.time_zone) != MandateState.ACTIVE:
        return []
    acting = Deputyship.objects.filter(acting_deputyship_q(at), mandate=mandate, deputy__is_active=True)
    holder = [mandate.person_id] if mandate.person.is_active else []
    return [Recipient(pk, reason) for pk in (*holder, *acting.values_list("deputy", flat=True))]


# ---- by event ----------------------------------------------------------------------------------------------


def find_moved_recipients(event: Event) -> Iterable[Recipient]:
    """Return the people with a role that the transition notifies."""
    steps = get_programme(event.data["dossier_kind"]).lifecycle.transitions_by_name
    step = steps.get(event.data["transition"])
    return list_people_with(load_dossier(event), step.notifies) if step is not None else []


def find_bound_recipients(event: Event) -> Iterable[Recipient]:
    """Return the lead and the people whom a deadline binds."""
    declared = get_programme(event.data["dossier_kind"]).lifecycle.deadlines_by_name.get(event.data["name"])
    bound = declared.roles if declared is not None else frozenset()
    return list_people_with(load_dossier(event), {DossierRole.LEAD, *bound})


def find_named_recipients(event: Event) -> Iterable[Recipient]:
    """Return the people who speak for the participants that were named and have not ended meanwhile."""
    named = Participant.objects.filter(pk__in=map(UUID, event.data["named"]), until=None)
    return list_people_of(load_dossier(event), named.select_related("mandate__person"))


def find_new_lead_recipients(event: Event) -> Iterable[Recipient]:
    """Return the people of the mandate that leads the dossier, unless another one leads it by now."""
    dossier = load_dossier(event)
    is_present = str(dossier.lead_id) == event.data["lead_id"]
    return list_people_of_mandate(dossier, dossier.lead, LEAD) if is_present else []

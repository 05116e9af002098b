"""Who is independent of the work on a dossier: nobody of an organisation that leads or led it, that is or was
in its team, or that it is about, of the units of one, or of its parent. An affiliation counts unless it ended
before that work began.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from groups.models import Mandate, Organisation
from groups.selectors import Affiliations, get_affiliations, is_affiliated_since
from programmes.kit.dossiers.events import DossierHandedOver
from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition
from programmes.kit.participants.models import Participant
from programmes.kit.registry import DossierRole, get_programme
from viche.kernel.clock import now
from viche.kernel.models import Event

OTHER_SIDE = _("This organisation stands on the other side of the dossier.")

Workers = Sequence[tuple[UUID, datetime]]
"""Organisations that work or worked on a dossier, or that it is about, each with since when."""


def list_independent(edition: Edition, people: Collection[UUID]) -> set[UUID]:
    """Return those of the people who may judge an edition, in four queries; never who made it."""
    workers = list_workers([edition.dossier])[edition.dossier_id]
    known = get_affiliations(people)
    others = set(people) - {edition.made_by_id}
    return {one for one in others if is_independent(known.get(one, {}), workers)}


def is_independent(affiliations: Affiliations, workers: Workers) -> bool:
    """Return whether a person with these affiliations belongs to none of the organisations at work."""
    return not any(is_affiliated_since(affiliations, pk, since) for pk, since in workers)


def list_workers(dossiers: Collection[Dossier]) -> Mapping[UUID, Workers]:
    """Return the workers of each dossier, in three queries however many there are.

    Whoever handed a dossier over led it: a new lead does not make the former one independent.
    """
    begun = {one.pk: one.begun_at for one in dossiers}
    leads = [(one.pk, one.lead_id) for one in dossiers]
    former = Event.objects.filter(
        subject_type="dossier", subject_id__in=begun, kind=DossierHandedOver.kind
    ).values_list("subject_id", "data__lead_before")
    leads += [(dossier_id, UUID(lead)) for dossier_id, lead in former]
    organisations = dict(
        Mandate.objects.filter(pk__in={lead for _pk, lead in leads}).values_list("pk", "organisation")
    )
    found: dict[UUID, list[tuple[UUID, datetime]]] = defaultdict(list)
    for dossier_id, lead in leads:
        found[dossier_id].append((organisations[lead], begun[dossier_id]))
    concerned = Participant.objects.filter(
        dossier__in=begun, part__in=[DossierRole.TEAM, DossierRole.COUNTERPART]
    ).annotate(working=Coalesce("organisation", "mandate__organisation"))
    for dossier_id, organisation_id, since in concerned.values_list("dossier", "working", "since"):
        if organisation_id is not None:
            found[dossier_id].append((organisation_id, since))
    return found


def list_related_organisation_ids(organisation_id: UUID) -> set[UUID]:
    """Return an organisation, its units and theirs, its parent and that one's."""
    kin = {organisation_id}
    for key, towards in (("pk", "parent"), ("parent", "pk")):
        edge = {organisation_id}
        while edge:
            rows = Organisation.objects.filter(**{f"{key}__in": edge}).exclude(**{towards: None})
            edge = set(rows.values_list(towards, flat=True)) - kin
            kin |= edge
    return kin


def is_of_inspected(dossier: Dossier, person_id: UUID) -> bool:
    """Return whether a dossier looks into an organisation of the person's, by whatever mandate.

    Addressees of recommendations are not inspected: their role is none of the programme's.
    """
    programme = get_programme(dossier.kind)
    if not programme.inspects:
        return False
    inspected = Participant.objects.filter(
        dossier=dossier, part=DossierRole.COUNTERPART, role__in=programme.roles, until=None
    )
    known = get_affiliations([person_id]).get(person_id, {})
    ids = inspected.exclude(organisation=None).values_list("organisation", flat=True)
    return any(is_affiliated_since(known, pk, now()) for pk in ids)

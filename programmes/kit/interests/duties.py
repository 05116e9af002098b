"""Duties of interests: to declare them while the next step of a dossier requires it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.duty_access import load_access
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.selectors import any_q
from programmes.kit.interests.models import InterestDeclaration
from programmes.kit.participants.models import Participant
from programmes.kit.registry import PROGRAMMES, DossierRole, Programme
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.lifecycle import Requirement
from viche.kernel.text import bilingual_of

DECLARE = DutyKind(
    "programmes.declare_interests",
    Step.ANSWER,
    pgettext_lazy("duty", "Declaration of interests"),
    pgettext_lazy("duty", "Declare"),
)


def find_interest_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each part of the actor whose interests the next step of the dossier requires."""
    asking = [
        Q(kind=one.kind, state__in=states) for one in PROGRAMMES.values() if (states := _list_states(one))
    ]
    access = load_access(reader) if asking else None
    if access is None or not access.seats:
        return
    mandates = {seat.mandate.pk for seats in access.seats.values() for seat in seats}
    rows = Participant.objects.filter(
        ~Exists(InterestDeclaration.objects.filter(participant=OuterRef("pk"))),
        part=DossierRole.TEAM,
        until=None,
        mandate__in=mandates,
        dossier__in=Dossier.objects.filter(any_q(asking), access.takes_part_q()),
    )
    for row in rows.select_related("dossier").order_by("since", "id")[:MAX_PER_FINDER]:
        if PROGRAMMES[row.dossier.kind].declares_interests(row.role):
            yield _build_duty(row)


def _list_states(programme: Programme) -> frozenset[str]:
    steps = programme.lifecycle.transitions
    asking = (one.sources for one in steps if Requirement.INTERESTS_DECLARED in one.requires)
    return frozenset().union(*asking)


def _build_duty(row: Participant) -> Duty:
    dossier = row.dossier
    return Duty(
        kind=DECLARE,
        id=row.pk,
        title=bilingual_of(dossier, "title"),
        url=f"/dossiers/{dossier.pk}",
        since=max(row.since, dossier.state_since),
        number=dossier.number,
        group_id=dossier.group_id,
        is_shared=dossier.is_shared_with_group,
        reads=tuple(list_reads(dossier)),
    )


register_duties(find_interest_duties, DECLARE)

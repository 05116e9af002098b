"""Duties of deadlines: each open one waits for those whom it binds."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from groups.common.periods import get_day_end, get_day_start
from programmes.kit.deadlines.models import DossierDeadline
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.duty_access import load_access
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.selectors import OWN_PARTS, any_q, part_q
from programmes.kit.registry import PROGRAMMES, get_programme
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of, render_bilingual

DEADLINE = DutyKind(
    "programmes.deadline",
    Step.WORK,
    pgettext_lazy("duty", "Deadline of a dossier"),
    pgettext_lazy("duty", "Open"),
)


def find_deadline_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each open deadline that binds the actor by the part that they have."""
    declared = [
        (kind, name, one.roles & OWN_PARTS)
        for kind, programme in PROGRAMMES.items()
        for name, one in programme.lifecycle.deadlines_by_name.items()
    ]
    access = load_access(reader) if declared else None
    if access is None or not access.seats:
        return
    binding = any_q(
        Q(
            name=name,
            dossier__in=Dossier.objects.filter(any_q(part_q(access, one) for one in roles), kind=kind),
        )
        for kind, name, roles in declared
        if roles
    )
    rows = DossierDeadline.objects.filter(binding, ended_at=None).select_related("dossier__group")
    for row in rows.order_by("due_on", "id")[:MAX_PER_FINDER]:
        yield _build_duty(row)


def _build_duty(row: DossierDeadline) -> Duty:
    dossier = row.dossier
    zone = dossier.group.time_zone
    label = get_programme(dossier.kind).lifecycle.deadlines_by_name[row.name].label
    return Duty(
        kind=DEADLINE,
        id=row.pk,
        title=bilingual_of(dossier, "title"),
        url=f"/dossiers/{dossier.pk}",
        since=get_day_start(row.begun_on, zone),
        due_on=row.due_on,
        due_at=get_day_end(row.due_on, zone),
        number=dossier.number,
        note=render_bilingual(lambda: str(label)),
        group_id=dossier.group_id,
        is_shared=dossier.is_shared_with_group,
        reads=tuple(list_reads(dossier)),
    )


register_duties(find_deadline_duties, DEADLINE)

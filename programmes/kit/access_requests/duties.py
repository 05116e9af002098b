"""Duty to answer requests for access to a dossier: one for each dossier."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from programmes.kit.access_requests.selectors import can_answer, list_open_requests_unscoped
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.duty_access import load_access
from programmes.kit.dossiers.models import Dossier
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

REQUEST = DutyKind(
    "programmes.access_request",
    Step.ANSWER,
    pgettext_lazy("duty", "Request for access to a dossier"),
    pgettext_lazy("duty", "Answer"),
)


def find_access_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each dossier with open requests that the actor may answer.

    Who asks, and why, is shown on the page of the dossier only.
    """
    access = load_access(reader)
    if not access.seats:
        return
    readable = Dossier.objects.filter(access.reads_q())
    rows = list_open_requests_unscoped().filter(dossier__in=readable).select_related("dossier__group")
    waiting: dict[object, Duty] = {}
    for row in rows[:MAX_PER_FINDER]:
        dossier = row.dossier
        if dossier.pk not in waiting and can_answer(access, dossier):
            waiting[dossier.pk] = Duty(
                kind=REQUEST,
                id=dossier.pk,
                title=bilingual_of(dossier, "title"),
                url=f"/dossiers/{dossier.pk}",
                since=row.asked_at,
                number=dossier.number,
                group_id=dossier.group_id,
                reads=tuple(list_reads(dossier)),
            )
    yield from waiting.values()


register_duties(find_access_duties, REQUEST)

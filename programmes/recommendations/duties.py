"""Duties of recommendations: to answer, to implement by the agreed day, and to verify."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import ngettext, pgettext_lazy

from groups.common.periods import COUNTRY_ZONE, get_day_end, get_day_start
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.duty_access import load_access
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.models import Recommendation
from programmes.recommendations.selectors import join_relations
from programmes.recommendations.states import Response
from tasks.items.access import ActorItemAccess
from tasks.reminders.models import ADVANCE_NOTICE
from viche.kernel.clock import today
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import Text, bilingual_of, render_bilingual

ANSWER = DutyKind(
    "programmes.answer",
    Step.ANSWER,
    pgettext_lazy("duty", "Recommendation to answer"),
    pgettext_lazy("duty", "Answer"),
)
IMPLEMENT = DutyKind(
    "programmes.implement",
    Step.WORK,
    pgettext_lazy("duty", "Recommendation to implement"),
    pgettext_lazy("duty", "Open"),
)
VERIFY = DutyKind(
    "programmes.verify",
    Step.VERIFY,
    pgettext_lazy("duty", "Verification of a recommendation"),
    pgettext_lazy("duty", "Check"),
)


def find_recommendation_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each recommendation that expects a step of the actor."""
    access = _load_access(reader)
    if not access.dossiers.seats:
        return
    # Each group has its own time zone: `_find_kind` looks at the day again.
    soon = Q(agreed_on__lte=today(COUNTRY_ZONE) + 2 * ADVANCE_NOTICE)
    wanted = access.waiting_q() | (access.to_implement_q() & soon)
    rows = join_relations(Recommendation.objects.filter(access.reads_q(), wanted))
    for row in rows.order_by("due_on", "id")[:MAX_PER_FINDER]:
        if (kind := _find_kind(access, row)) is not None:
            yield _build_duty(row, kind)


def _load_access(reader: DutyReader) -> ActorRecommendationAccess:
    items = reader.load(ActorItemAccess.of)
    if items.has_no_access:
        return reader.load(ActorRecommendationAccess.of)
    return ActorRecommendationAccess(load_access(reader), items.affiliations)


def _find_kind(access: ActorRecommendationAccess, row: Recommendation) -> DutyKind | None:
    if not access.seats_for_addressee(row):
        return VERIFY
    if row.response == Response.PENDING:
        return ANSWER
    is_near = row.agreed_on is not None and row.agreed_on <= today(row.group.time_zone) + ADVANCE_NOTICE
    return IMPLEMENT if is_near else None


def _build_duty(row: Recommendation, kind: DutyKind) -> Duty:
    zone = row.group.time_zone
    due_on = {ANSWER: row.due_on, IMPLEMENT: row.agreed_on}.get(kind)
    since = (row.implementation_since if kind == VERIFY else row.issued_at) or row.created_at
    if kind == IMPLEMENT and due_on is not None:
        since = max(since, get_day_start(due_on - ADVANCE_NOTICE, zone))
    return Duty(
        kind=kind,
        id=row.pk,
        title=bilingual_of(row, "title"),
        url=f"/recommendations/{row.pk}",
        since=since,
        due_on=due_on,
        due_at=get_day_end(due_on, zone) if due_on is not None else None,
        number=row.number,
        note=_count_evidence(row) if kind == VERIFY else None,
        organisation=row.addressed_to,
        group_id=row.group_id,
        is_shared=row.dossier.is_shared_with_group,
        reads=tuple(list_reads(row.dossier)),
    )


def _count_evidence(row: Recommendation) -> Text:
    return render_bilingual(
        lambda: (
            ngettext("%(count)d piece of evidence", "%(count)d pieces of evidence", row.evidence_count)
            % {"count": row.evidence_count}
        )
    )


register_duties(find_recommendation_duties, ANSWER, IMPLEMENT, VERIFY)

"""Duties to decide about a reported message, and about an appeal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import pgettext_lazy

from dialogue.messages.models import Message
from dialogue.messages.selectors import messages_unscoped
from dialogue.moderation.models import Moderated, ModerationStep
from dialogue.moderation.selectors import ModerationCase, list_cases, list_moderated_ids
from dialogue.threads.access import is_leader_anywhere
from dialogue.threads.access_log import read_of
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

REPORT = DutyKind(
    "dialogue.report", Step.ANSWER, pgettext_lazy("duty", "Reported message"), pgettext_lazy("duty", "Decide")
)
APPEAL = DutyKind(
    "dialogue.appeal",
    Step.ANSWER,
    pgettext_lazy("duty", "Appeal against a hidden message"),
    pgettext_lazy("duty", "Decide"),
)


def find_moderation_cases(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each reported message, and each appeal, about which the actor may decide."""
    if not reader.load(is_leader_anywhere):
        return
    ids = list_moderated_ids(reader.actor)[:MAX_PER_FINDER]
    if not ids:
        return
    rows = list(messages_unscoped().filter(pk__in=ids))
    appealed = _find_appeal_times(rows)
    for case in list_cases(reader.actor, rows):
        if case.allowed:
            yield _build_duty(case, appealed)


def _find_appeal_times(rows: Sequence[Message]) -> dict[UUID, datetime]:
    steps = ModerationStep.objects.filter(
        thread__in={one.thread_id for one in rows}, message__in=rows, what=Moderated.APPEALED
    )
    return dict(steps.order_by("id").values_list("message", "at"))


def _build_duty(case: ModerationCase, appealed: dict[UUID, datetime]) -> Duty:
    message, thread = case.message, case.message.thread
    since = max((one.at for one in case.reports), default=None) or appealed[message.pk]
    return Duty(
        kind=REPORT if case.reports else APPEAL,
        id=message.pk,
        title=bilingual_of(thread, "title"),
        url=f"/groups/{thread.group_id}/moderation",
        since=since,
        group_id=thread.group_id,
        reads=tuple(read_of(thread)),
    )


register_duties(find_moderation_cases, REPORT, APPEAL)

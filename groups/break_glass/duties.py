"""Duty to answer a request for emergency access."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from groups.break_glass.selectors import list_unanswered_requests
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

REQUEST = DutyKind(
    "groups.break_glass",
    Step.ANSWER,
    pgettext_lazy("duty", "Request for emergency access"),
    pgettext_lazy("duty", "Answer"),
)


def find_unanswered_requests(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each request for emergency access that the actor may approve or refuse."""
    for row in list_unanswered_requests(reader.actor)[:MAX_PER_FINDER]:
        yield Duty(
            kind=REQUEST,
            id=row.pk,
            title=bilingual_of(row.group, "name"),
            url=f"/break-glass/{row.pk}",
            since=row.asked_at,
            due_at=row.expires_at,
            group_id=row.group_id,
        )


register_duties(find_unanswered_requests, REQUEST)

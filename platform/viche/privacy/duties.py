"""Duty of the data protection officer to answer a request about personal data within its legal term."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import render_bilingual
from viche.privacy.selectors import list_requests_to_handle
from viche.privacy.services.requests import ANSWER_DEADLINE

REQUEST = DutyKind(
    "privacy.request",
    Step.ANSWER,
    pgettext_lazy("duty", "Request about personal data"),
    pgettext_lazy("duty", "Answer"),
)


def find_requests_to_handle(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each open request of the people in the officer's care.

    Whose data it is about is shown on the page of the request only, where that is recorded.
    """
    for row in list_requests_to_handle(reader.actor)[:MAX_PER_FINDER]:
        yield Duty(
            kind=REQUEST,
            id=row.pk,
            title=render_bilingual(row.get_kind_display),
            url=f"/subject-requests/{row.pk}",
            since=row.due_at - ANSWER_DEADLINE,
            due_at=row.due_at,
        )


register_duties(find_requests_to_handle, REQUEST)

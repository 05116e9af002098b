"""Duty to answer a request for access to a restricted thread."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.access_requests.selectors import list_unanswered_requests
from dialogue.threads.access import is_leader_anywhere
from dialogue.threads.access_log import read_of
from viche.kernel.duties import Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.policy import short_name_of
from viche.kernel.text import bilingual_of

REQUEST = DutyKind(
    "dialogue.access_request",
    Step.ANSWER,
    pgettext_lazy("duty", "Request for access to a thread"),
    pgettext_lazy("duty", "Answer"),
)


def find_unanswered_requests(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each request for access that the actor may answer.

    Who asks, and why, is shown on the page of the thread only.
    """
    if not reader.load(is_leader_anywhere):
        return
    rows = list_unanswered_requests(reader.actor)
    allowed = AccessRequestPolicy().allowed_in(reader.actor, rows) if rows else []
    for row, steps in zip(rows, allowed, strict=True):
        if short_name_of(AccessRequestAction.GRANT) in steps:
            yield Duty(
                kind=REQUEST,
                id=row.pk,
                title=bilingual_of(row.thread, "title"),
                url=f"/threads/{row.thread_id}",
                since=row.asked_at,
                organisation=row.seat.mandate.organisation,
                group_id=row.thread.group_id,
                reads=tuple(read_of(row.thread)),
            )


register_duties(find_unanswered_requests, REQUEST)

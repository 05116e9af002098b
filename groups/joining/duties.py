"""Duty to answer a request for a seat."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from groups.authority.territorial import TerritorialScope
from groups.joining.policies import JoinRequestAction, JoinRequestPolicy
from groups.joining.selectors import list_unanswered_requests
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.policy import short_name_of
from viche.kernel.text import bilingual_of

REQUEST = DutyKind(
    "groups.join_request",
    Step.ANSWER,
    pgettext_lazy("duty", "Request for a seat in a group"),
    pgettext_lazy("duty", "Answer"),
)


def find_unanswered_requests(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each request for a seat that the actor may answer.

    Who asks is shown on the page of the group only.
    """
    reach = reader.load(TerritorialScope.of)
    rows = list(list_unanswered_requests(reader.actor, reach)[:MAX_PER_FINDER])
    allowed = JoinRequestPolicy().allowed_in(reader.actor, rows) if rows else []
    for row, steps in zip(rows, allowed, strict=True):
        if short_name_of(JoinRequestAction.ADMIT) in steps:
            yield Duty(
                kind=REQUEST,
                id=row.pk,
                title=bilingual_of(row.group, "name"),
                url=f"/groups/{row.group_id}/joining",
                since=row.asked_at,
                organisation=row.organisation,
                group_id=row.group_id,
            )


register_duties(find_unanswered_requests, REQUEST)

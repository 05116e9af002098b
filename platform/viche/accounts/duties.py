"""Duties to decide about a step that takes two people, and to set up a second factor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import pgettext, pgettext_lazy

from viche.accounts.approvals.kinds import describe_approvals, list_deciders
from viche.accounts.approvals.models import ApprovalState
from viche.accounts.approvals.selectors import approvals_unscoped
from viche.accounts.approvals.services import TERM
from viche.accounts.models import User
from viche.accounts.policies import is_browser_actor
from viche.kernel.clock import now
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of, render_bilingual

APPROVAL = DutyKind(
    "accounts.approval",
    Step.ANSWER,
    pgettext_lazy("duty", "Waits for your confirmation"),
    pgettext_lazy("duty", "Review"),
)
FACTOR = DutyKind(
    "accounts.second_factor",
    Step.RENEW,
    pgettext_lazy("duty", "Needed for your role"),
    pgettext_lazy("duty", "Set it up"),
)

FACTOR_NOTICE = timedelta(days=30)
"""How long before a role needs a second factor the person is asked to set one up."""


def find_pending_approvals(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each request of somebody else that the actor may confirm or decline.

    The deciders depend on the kind. Few requests are pending at any time.
    """
    if reader.actor.person_id is None or not is_browser_actor(reader.actor):
        return
    pending = list(approvals_unscoped().filter(state=ApprovalState.PENDING).order_by("-id"))
    deciders = list_deciders(pending)
    theirs = [row for row in pending if reader.actor.person_id in deciders[row.pk]][:MAX_PER_FINDER]
    titles = describe_approvals(theirs)
    for row in theirs:
        yield Duty(
            kind=APPROVAL,
            id=row.pk,
            title=titles[row.pk],
            url="/approvals",
            since=row.requested_at,
            due_at=row.requested_at + TERM if row.requested_by_id is not None else None,
            note=bilingual_of(row.requested_by, "name") if row.requested_by is not None else None,
        )


def find_missing_factor(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty where a role of the actor needs a second factor, soon, that they lack.

    Once the day has come, nothing else opens without it.
    """
    if reader.actor.person_id is None or not is_browser_actor(reader.actor):
        return
    soon = (now(), now() + FACTOR_NOTICE)
    people = User.objects.filter(pk=reader.actor.person_id, factor_due_at__range=soon)
    due_at = people.values_list("factor_due_at", flat=True).first()
    if due_at is not None:
        yield Duty(
            kind=FACTOR,
            id=reader.actor.person_id,
            title=render_bilingual(lambda: pgettext("duty", "A second way to sign in")),
            url="/second-factor",
            since=due_at - FACTOR_NOTICE,
            due_at=due_at,
        )


register_duties(find_pending_approvals, APPROVAL)
register_duties(find_missing_factor, FACTOR)

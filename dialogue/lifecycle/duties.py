"""Duty to sum up and close a thread whose last day has come."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from dialogue.lifecycle.selectors import list_threads_to_close
from dialogue.threads.access import is_leader_anywhere
from dialogue.threads.access_log import read_of
from groups.common.periods import get_day_end, get_day_start
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

LAST_DAY = DutyKind(
    "dialogue.last_day",
    Step.WORK,
    pgettext_lazy("duty", "Last day of a thread that you lead"),
    pgettext_lazy("duty", "Sum it up"),
)


def find_threads_to_close(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each open thread that the actor leads and whose last day has come."""
    if not reader.load(is_leader_anywhere):
        return
    for thread in list_threads_to_close(reader.actor, MAX_PER_FINDER):
        if thread.closes_on is not None:
            zone = thread.group.time_zone
            yield Duty(
                kind=LAST_DAY,
                id=thread.pk,
                title=bilingual_of(thread, "title"),
                url=f"/threads/{thread.pk}",
                since=get_day_start(thread.closes_on, zone),
                due_on=thread.closes_on,
                due_at=get_day_end(thread.closes_on, zone),
                group_id=thread.group_id,
                is_shared=not thread.is_restricted,
                reads=tuple(read_of(thread)),
            )


register_duties(find_threads_to_close, LAST_DAY)

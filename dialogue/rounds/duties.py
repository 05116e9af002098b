"""Duty to speak in a round, for a sector that has not spoken."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from dialogue.rounds.selectors import list_rounds_awaiting_sector_of
from dialogue.threads.access_log import read_of
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of, copy_text

TURN = DutyKind(
    "dialogue.round",
    Step.SPEAK,
    pgettext_lazy("duty", "Your sector is asked to speak"),
    pgettext_lazy("duty", "Speak"),
)


def find_pending_turns(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each active round in which the actor's sector has not spoken."""
    for row in list_rounds_awaiting_sector_of(reader.actor, MAX_PER_FINDER):
        thread = row.thread
        yield Duty(
            kind=TURN,
            id=row.pk,
            title=bilingual_of(thread, "title"),
            url=f"/threads/{thread.pk}",
            since=row.started_at,
            due_at=row.ends_at,
            note=copy_text(row.question),
            group_id=thread.group_id,
            is_shared=not thread.is_restricted,
            reads=tuple(read_of(thread)),
        )


register_duties(find_pending_turns, TURN)

"""Duty to decide about a question that somebody else proposes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from dialogue.summary.selectors import list_questions_to_decide
from dialogue.threads.access import is_leader_anywhere
from dialogue.threads.access_log import read_of
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of, copy_text

QUESTION = DutyKind(
    "dialogue.question",
    Step.ANSWER,
    pgettext_lazy("duty", "Proposed question"),
    pgettext_lazy("duty", "Decide"),
)


def find_questions_to_decide(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each question that waits for the actor to take it up or decline it."""
    if not reader.load(is_leader_anywhere):
        return
    for row in list_questions_to_decide(reader.actor, MAX_PER_FINDER):
        thread = row.thread
        yield Duty(
            kind=QUESTION,
            id=row.pk,
            title=bilingual_of(thread, "title"),
            url=f"/threads/{thread.pk}",
            since=row.asked_at,
            note=copy_text(row.text),
            organisation=row.mandate.organisation if row.mandate is not None else None,
            group_id=thread.group_id,
            is_shared=not thread.is_restricted,
            reads=tuple(read_of(thread)),
        )


register_duties(find_questions_to_decide, QUESTION)

"""Duty to acknowledge a message."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from dialogue.acknowledgements.selectors import list_pending_acknowledgements
from dialogue.messages.models import Message
from dialogue.threads.access_log import read_of
from dialogue.timeline.presenters import get_excerpt
from groups.common.periods import get_day_end
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import Text, bilingual_of

MUST_READ = DutyKind(
    "dialogue.must_read",
    Step.READ,
    pgettext_lazy("duty", "Must-read"),
    pgettext_lazy("duty", "Read and acknowledge"),
)


def find_pending_acknowledgements(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each message that the actor still has to acknowledge."""
    for message in list_pending_acknowledgements(reader.actor)[:MAX_PER_FINDER]:
        thread, asked = message.thread, message.must_read
        zone = thread.group.time_zone
        yield Duty(
            kind=MUST_READ,
            id=message.pk,
            title=bilingual_of(thread, "title"),
            url=f"/threads/{thread.pk}?message={message.number}",
            since=asked.marked_at,
            due_on=asked.due_on,
            due_at=get_day_end(asked.due_on, zone) if asked.due_on is not None else None,
            note=_quote(message),
            organisation=message.mandate.organisation if message.mandate is not None else None,
            group_id=thread.group_id,
            is_shared=not thread.is_restricted,
            reads=tuple(read_of(thread)),
        )


def _quote(message: Message) -> Text:
    """Return who wrote the message, and its beginning."""
    name, words = bilingual_of(message.author, "name"), get_excerpt(message)
    return {"uk": f"{name['uk']}: {words}", "en": f"{name['en']}: {words}"}


register_duties(find_pending_acknowledgements, MUST_READ)

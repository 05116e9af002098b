"""What goes on where a thread does so in another one, and what holds it apart from others now."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.models import Message, Thread
from dialogue.parting import Fault, check_head_rests, check_may_part, check_rounds_go
from dialogue.staying import check_may_merge, check_rests
from viche.kernel.errors import Conflict

MOST_MERGED = 1_000


def that_go(thread: Thread, rows: QuerySet[Message]) -> list[Message]:
    """What was said and is read, in its order; one more than may go where there are too many."""
    read = rows.filter(thread=thread, deleted_at=None, hidden_at=None).order_by("number")
    return list(read.defer("body", "html")[: MOST_MERGED + 1])


def holding(thread: Thread, messages: Sequence[Message]) -> list[Fault]:
    """Code and words for each reason why these do not go on in another thread."""
    if len(messages) > MOST_MERGED:
        return [("too_many", _("A thread of more than a thousand messages stays."))]
    rounds = check_rounds_go(thread, messages)
    return [*check_head_rests(thread), *check_may_part(messages, whole=True), *rounds]


def what_holds(thread: Thread) -> list[Fault]:
    """The same of a thread as it is now, whichever it would go on in."""
    refused: list[Fault] = []
    for check in (check_rests, check_may_merge):
        try:
            check(thread)
        except Conflict as why:
            refused.append((why.reason, str(why.text)))
    return [*refused, *holding(thread, that_go(thread, Message.objects.all()))]

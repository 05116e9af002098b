"""What goes on where a thread does so in another one, or messages in one of their own, and what holds them
apart from others, or together, now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.models import Message, Thread
from dialogue.parting import Fault, check_head_rests, check_may_part, check_rounds_go
from dialogue.staying import check_may_merge, check_rests
from viche.kernel.errors import Conflict, FieldError, Invalid

MOST_MERGED = 1_000
MOST_TAKEN = 100


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


def chosen_of(thread: Thread, numbers: Collection[int], rows: QuerySet[Message]) -> list[Message]:
    """Those of `rows` that go on in a thread of their own, in their order. Raises Invalid for those that are
    not there or that something holds, and Conflict while a round runs.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    wanted = sorted(set(numbers))
    if not 1 <= len(wanted) <= MOST_TAKEN:
        raise Invalid.field("/numbers", "how_many", _("Choose from one to a hundred messages."))
    messages = list(rows.filter(thread=thread, number__in=wanted).order_by("number"))
    if len(messages) < len(wanted):
        raise Invalid.field("/numbers", "not_in_thread", _("There is no such message in the thread."))
    if len(messages) == thread.message_count:
        raise Invalid.field("/numbers", "all", _("These are all messages: rename the thread instead."))
    faults = [FieldError("/numbers", code, words) for code, words in check_may_part(messages)]
    if faults:
        raise Invalid(faults)
    return messages


def what_holds_some(thread: Thread, numbers: Collection[int]) -> list[Fault]:
    """Code and words for each reason why these messages do not go on in a thread of their own now."""
    try:
        chosen_of(thread, numbers, Message.objects.defer("body", "html"))
    except Conflict as why:
        return [(why.reason, str(why.text))]
    except Invalid as why:
        return [(one.code, str(one.message)) for one in why.errors]
    return []

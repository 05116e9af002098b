"""Public threads beside what is not: strangers, signed in or not, read not a byte, a header or a query more
or less whatever goes on in what was said before, at the head of the thread, and in others of the group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.services import acknowledge_message, make_must_read
from dialogue.drafts.services import save_draft
from dialogue.facilitation.services import set_slow_mode
from dialogue.lifecycle.pinning import pin_thread
from dialogue.models import Attention, Fault, Message, ReactionKind, Thread
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message, report_message
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.reactions.services import add_reaction, support_message
from dialogue.reading.services import mark_read
from dialogue.reading.subscriptions import set_notification_level
from tests.architecture.questions.request import Asked, Line
from tests.architecture.test_two_worlds import a_stage, facts
from tests.cast import World
from tests.dialogue.access_requests.helpers import announce, ask, refuse
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, say
from tests.dialogue.publishing.helpers import publish, take_back, tell
from tests.dialogue.summary.test_questions import propose
from tests.dialogue.summary.test_statements import collect
from tests.dialogue.summary.test_summaries import sum_up
from tests.groups.helpers import at
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.search.jobs import index_missing_things

pytestmark = pytest.mark.django_db
STRANGERS = ("anonymous", "outsider", "former")


def spoken(world: World) -> Thread:
    """A public thread with a past, which a summary of that time tells."""
    thread = a_thread(world, title_uk="Укриття")
    for nth in range(4):
        say(world, ("officer", "teacher")[nth % 2], thread, f"Таємниця {nth}")
    sum_up(world, thread, "Таємниця: #1")
    publish(world, thread)
    first = tell(world, "teacher", thread, reply_to=number(thread, 1).pk)
    tell(world, "officer", thread, "Саме так", reply_to=first.pk, quote={"message_id": first.pk})
    return thread


def number(thread: Thread, nth: int) -> Message:
    return Message.objects.get(thread=thread, number=nth)


def in_the_past(world: World, thread: Thread) -> None:
    """Of what was said before anybody read it."""
    leader, officer, teacher = (world.actor(name) for name in ("facilitator", "officer", "teacher"))
    first, second, third, fourth = (number(thread, nth) for nth in range(1, 5))
    edit_message(actor=officer, message_id=first.pk, body="Інша таємниця", expected_version=first.version)
    withdraw_message(actor=teacher, message_id=second.pk, expected_version=second.version)
    report_message(actor=teacher, message_id=third.pk, fault=Fault.SPAM)
    moderate_message(actor=leader, message_id=third.pk, to=Step.HIDE, fault=Fault.INSULT)
    support_message(actor=leader, message_id=fourth.pk)
    add_reaction(actor=leader, message_id=fourth.pk, kind=ReactionKind.THANKS)
    collect(world, thread, "Таємниця є", 4)


def inside(world: World, thread: Thread) -> None:
    """Of what is public, what its group alone knows."""
    said = number(thread, 5)
    leader, observer = world.actor("facilitator"), world.actor("observer")
    support_message(actor=leader, message_id=said.pk)
    add_reaction(actor=leader, message_id=said.pk, kind=ReactionKind.THANKS)
    make_must_read(actor=leader, message_id=said.pk, due_on=None)
    acknowledge_message(actor=observer, message_id=said.pk)
    mark_read(actor=observer, thread_id=thread.pk, ranges=[(1, 6)])
    set_notification_level(actor=observer, thread_id=thread.pk, level=Attention.ALL)
    save_draft(actor=observer, thread_id=thread.pk, expected_version=0, body="Чернетка")
    propose(world, thread, "Таємниця?", "facilitator")
    pin_thread(actor=leader, thread_id=thread.pk)
    set_slow_mode(actor=leader, thread_id=thread.pk, seconds=60)


def beside(world: World) -> None:
    """Of other threads: of the group, of some alone, announced, and public once."""
    closed = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", closed, "Таємниця")
    announced = announce(world, a_restricted_thread(world, organisations=("police",)))
    refuse(world, ask(world, announced, by="teacher").pk)
    say(world, "officer", a_thread(world, title_uk="Таємниця"), "Таємниця")
    for end in (take_back, lambda world, thread: restrict(world, thread, organisations=("police",))):
        once = publish(world, a_thread(world, title_uk="Таємниця"))
        tell(world, "officer", once, "Таємниця")
        end(world, Thread.objects.get(pk=once.pk))


def asked_of(world: World, thread: Thread) -> Iterator[Asked]:
    group = world.group.pk
    paths = (f"groups/{group}", f"groups/{group}/threads", f"threads/{thread.pk}")
    said = f"threads/{thread.pk}/messages"
    yield from (Asked("GET", f"public/{one}") for one in (*paths, said, f"{said}?limit=1"))
    yield from (Asked("GET", one) for one in (f"threads/{thread.pk}", f"search?q=Таємниця&group={group}"))


def told(line: Line, asked: Asked) -> tuple[Any, ...]:
    with CaptureQueriesContext(connection) as queries:
        found = facts(line.send(asked))
    return (*found, len(queries))


@pytest.mark.parametrize("goes_on", ["in the past", "inside", "beside"])
def test_strangers_read_the_same_whatever_goes_on(world: World, goes_on: str) -> None:
    thread = spoken(world)
    there = a_stage(world, world)
    asked = [(Line(there, role), role, one) for role in STRANGERS for one in asked_of(world, thread)]
    index_missing_things()
    moment = now()
    with at(moment):
        for line, _role, one in asked:
            line.send(one)
        before = [told(line, one) for line, _role, one in asked]
    statuses = {
        one.path: before[nth][0] for nth, (_line, role, one) in enumerate(asked) if role == "anonymous"
    }
    assert [statuses[one.path] for one in asked_of(world, thread)] == [200, 200, 200, 200, 200, 401, 401]
    {
        "in the past": lambda: in_the_past(world, thread),
        "inside": lambda: inside(world, thread),
        "beside": lambda: beside(world),
    }[goes_on]()
    index_missing_things()
    with at(moment):
        after = [told(line, one) for line, _role, one in asked]
    changed = [
        f"{one.path} as {role}: {found} was {was}"
        for (_line, role, one), was, found in zip(asked, before, after, strict=True)
        if was != found
    ]
    assert changed == [], "\n".join(changed)
    assert "Таємниця" not in str([found[1].decode() for found in after if found[0] == 200])


def test_what_strangers_read_says_nothing_of_how_much_was_said_before(world: World) -> None:
    """Of two threads of the same public words, one with a past and one that was taken out of in between."""
    told_of, line = [], Line(a_stage(world, world), "anonymous")
    for much in (False, True):
        thread = a_thread(world)
        for _nth in range(4 if much else 0):
            say(world, "teacher", thread, "Таємниця")
        publish(world, thread)
        first = tell(world, "teacher", thread)
        if much:
            gone = tell(world, "teacher", thread)
            withdraw_message(actor=world.actor("teacher"), message_id=gone.pk, expected_version=gone.version)
        tell(world, "officer", thread, reply_to=first.pk, quote={"message_id": first.pk})
        path = f"public/threads/{thread.pk}/messages"
        told_of.append([line.send(Asked("GET", f"{path}{page}")).json() for page in ("", "?limit=1")])
    few, many = told_of
    for one, other in zip(few, many, strict=True):
        assert without_keys(one) == without_keys(other)


def without_keys(page: dict[str, Any]) -> Any:
    """A page with its keys named in the order in which they come, and without its times."""
    named: dict[str, int] = {}
    for one in page["items"]:
        for part in (one, one["quote"] or {}):
            if "key" in part:
                part["key"] = named.setdefault(part["key"], len(named))
        one["reply_to"] = named[one["reply_to"]] if one["reply_to"] else None
        one["posted_at"] = ""
    return page["items"], len(page["next_cursor"] or "")


def test_what_was_never_public_is_like_what_is_nowhere(world: World) -> None:
    """To strangers: of the group, of some alone, announced, taken back, and not there."""
    spoken(world)
    closed = a_restricted_thread(world, organisations=("police",))
    announced = announce(world, a_restricted_thread(world, organisations=("police",)))
    back = take_back(world, publish(world, a_thread(world)))
    there, nowhere = a_stage(world, world), uuid7()
    for role in STRANGERS:
        line = Line(there, role)
        for path in ("public/threads/{}", "public/threads/{}/messages"):
            wanted = told(line, Asked("GET", path.format(nowhere)))
            assert wanted[0] == 404
            for one in (a_thread(world), closed, announced, back):
                assert told(line, Asked("GET", path.format(one.pk))) == wanted, (role, path)

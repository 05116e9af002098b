"""Restricted threads that are announced to one group: whoever does not read them learns their titles and who
leads them, and not by a byte, a header or a query more of the one in which much goes on.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.services import make_must_read
from dialogue.facilitation.services import lock_thread
from dialogue.lifecycle.services import edit_thread
from dialogue.models import Fault, ReactionKind, Thread
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.reactions.services import add_reaction, support_message
from tasks.models import Audience
from tests.architecture.questions.request import Asked, Line
from tests.architecture.test_routes import filled, names_in, with_objects
from tests.architecture.test_two_worlds import a_stage, addresses, facts
from tests.cast import World
from tests.dialogue.access_requests.helpers import an_announced_thread, announce, ask, refuse
from tests.dialogue.helpers import say
from tests.dialogue.summary.test_questions import propose
from tests.dialogue.summary.test_statements import collect
from tests.dialogue.summary.test_summaries import sum_up
from tests.groups.helpers import at
from tests.tasks.helpers import an_item, in_days
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.search.jobs import index_missing_things

# They read the group, and none of these threads.
KNOWERS = ("teacher", "observer", "secretary")


def fill(world: World, thread: Thread) -> None:
    """Everything that may go on in a thread, but for what its group may know."""
    leader = world.actor("facilitator")
    edit_thread(
        actor=leader,
        thread_id=thread.pk,
        expected_version=Thread.objects.get(pk=thread.pk).version,
        changes={"tags": ["Таємниця"], "closes_on": in_days(5)},
    )
    for _nth in range(3):
        said = say(world, "officer", thread, "Таємниця про укриття")
    hidden = say(world, "officer", thread, "Таємниця")
    support_message(actor=leader, message_id=said.pk)
    add_reaction(actor=leader, message_id=said.pk, kind=ReactionKind.THANKS)
    make_must_read(actor=leader, message_id=said.pk, due_on=in_days(3))
    moderate_message(actor=leader, message_id=hidden.pk, to=Step.HIDE, fault=Fault.INSULT)
    sum_up(world, thread, "Таємниця: #1")
    propose(world, thread, "Таємниця?", "facilitator")
    collect(world, thread, "Таємниця є", 1)
    refuse(world, ask(world, thread, by="councillor").pk)
    an_item(world, owner="police", thread_id=thread.pk, audience=Audience.THREAD)
    lock_thread(actor=leader, thread_id=thread.pk, reason="Таємниця")


def told(line: Line, asked: Asked, thread: Thread) -> tuple[Any, ...]:
    """All of an answer about a thread but its id, and what it costs."""
    with CaptureQueriesContext(connection) as queries:
        status, body, headers = facts(line.send(asked))
    headers.pop("ETag", None)
    return status, body.replace(str(thread.pk).encode(), b"-"), headers, len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("role", KNOWERS)
def test_the_one_in_which_much_goes_on_is_answered_like_the_one_in_which_nothing_does(
    world: World, role: str
) -> None:
    busy, quiet = (an_announced_thread(world, title_uk="Охорона") for _nth in range(2))
    fill(world, busy)
    index_missing_things()
    line, nowhere, differ = Line(a_stage(world, world), role), dict[str, UUID](), []
    line.ask(Asked("GET", "me"))
    for address, method in with_objects():
        if "thread_id" not in (names := names_in(address)):
            continue
        nowhere |= {name: uuid7() for name in names - nowhere.keys()}
        found, wanted = (
            told(
                line,
                Asked(method, filled(address, nowhere | {"thread_id": one.pk}).removeprefix("/api/v1/")),
                one,
            )
            for one in (busy, quiet)
        )
        if found != wanted:
            differ.append(f"{method} {address}: {found} is not {wanted}")
    assert differ == [], "\n".join(differ)


@pytest.mark.django_db
def test_whatever_goes_on_in_it_every_list_count_and_search_stays_as_it_was(world: World) -> None:
    """Of those who do not read it, but for who asked."""
    thread = announce(world, an_announced_thread(world, title_uk="Охорона"))
    there = a_stage(world, world)
    lines = {role: Line(there, role) for role in (*KNOWERS, "coordinator", "outsider")}
    searches = [f"search?q={word}" for word in ("Таємниця", "охорона", "укриття")]
    asked = [
        (role, Asked("GET", path))
        for role in lines
        for path in (*addresses(there), *searches, f"threads/{thread.pk}/card")
    ]
    index_missing_things()
    moment = now()
    with at(moment):
        before = [facts(lines[role].send(one)) for role, one in asked]
    fill(world, thread)
    index_missing_things()
    with at(moment):
        after = [facts(lines[role].send(one)) for role, one in asked]
    changed = [
        f"{one.path} as {role}: {found} was {was}"
        for (role, one), was, found in zip(asked, before, after, strict=True)
        if was != found
    ]
    assert changed == [], "\n".join(changed)

"""Asking, answering, quoting and erasing at once, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from dialogue.acknowledgements.services import lift_must_read, make_must_read
from dialogue.models import (
    Acknowledgement,
    Message,
    MessageQuote,
    MustRead,
    MustReadReminder,
    Reaction,
    ReactionKind,
    Thread,
)
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.reactions.services import add_reaction
from dialogue.timeline import presenters
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.acknowledgements.helpers import acknowledge
from tests.dialogue.helpers import a_thread, at_once, restrict, say
from tests.groups.helpers import in_turn, until_waiting
from tests.tasks.helpers import in_days
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, DomainError, NotFound
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here() -> World:
    return a_world("Тут")


# ---- what must be read -------------------------------------------------------------------------------------


def test_a_double_click_acknowledges_once(here: World) -> None:
    message = say(here, "officer", a_thread(here))
    make_must_read(actor=here.actor("facilitator"), message_id=message.pk, due_on=None)
    names = ("teacher", "teacher", "teacher", "secretary", "secretary")
    answers = at_once(*(lambda name=name: acknowledge(here, name, message) for name in names))
    assert not [one for one in answers if isinstance(one, DomainError)]
    assert Acknowledgement.objects.count() == 2
    assert Event.objects.filter(kind="dialogue.message_acknowledged").count() == 2


def test_asked_twice_at_once_it_is_asked_once(here: World) -> None:
    message = say(here, "officer", a_thread(here))
    answers = at_once(*(lambda: ask(here, message) for _again in range(4)))
    assert not [one for one in answers if isinstance(one, DomainError)]
    assert MustRead.objects.count() == MustReadReminder.objects.count() == 1
    assert Event.objects.filter(kind="dialogue.message_made_must_read").count() == 1


def test_whoever_answers_while_it_is_lifted_has_answered_or_is_told(here: World) -> None:
    message = say(here, "officer", a_thread(here))
    ask(here, message)
    lift = lambda: lift_must_read(actor=here.actor("facilitator"), message_id=message.pk)  # noqa: E731
    row = Message.objects.filter(pk=message.pk)
    first, second = in_turn(row, lift, lambda: acknowledge(here, "teacher", message))
    assert not isinstance(first, Exception)
    assert isinstance(second, Conflict)
    ask(here, message)
    _first, second = in_turn(row, lambda: acknowledge(here, "teacher", message), lift)
    assert not isinstance(second, Exception)
    assert not Acknowledgement.objects.exists()


def test_what_is_taken_back_meanwhile_is_asked_of_nobody(here: World) -> None:
    message = say(here, "officer", a_thread(here))
    row, author = Message.objects.filter(pk=message.pk), here.actor("officer")

    def take_back() -> Message:
        return withdraw_message(actor=author, message_id=message.pk, expected_version=1)

    _withdrawn, asked = in_turn(row, take_back, lambda: ask(here, message))
    assert isinstance(asked, Conflict)
    assert not MustRead.objects.exists()


def ask(here: World, message: Message) -> Message:
    return make_must_read(actor=here.actor("facilitator"), message_id=message.pk, due_on=None)


def test_a_reaction_that_is_pressed_twice_counts_once(here: World) -> None:
    message = say(here, "officer", a_thread(here))

    def thank(name: str) -> Callable[[], object]:
        kind = ReactionKind.THANKS
        return lambda: add_reaction(actor=here.actor(name), message_id=message.pk, kind=kind)

    answers = at_once(*map(thank, ("teacher", "teacher", "teacher", "secretary", "secretary")))
    assert not [one for one in answers if isinstance(one, DomainError)]
    assert Reaction.objects.count() == 2
    assert Event.objects.filter(kind="dialogue.reaction_changed").count() == 2


def test_what_is_taken_back_while_it_is_quoted_leaves_no_words(here: World) -> None:
    thread = a_thread(here)
    source = say(here, "officer", thread, "Таємниця")
    author = here.actor("officer")

    def take_back() -> Message:
        return withdraw_message(actor=author, message_id=source.pk, expected_version=1)

    def quote() -> Message:
        return say(here, "teacher", thread, "Так", quote={"message_id": source.pk, "text": "Таємниця"})

    in_turn(Thread.objects.filter(pk=thread.pk), take_back, quote)
    assert Message.objects.get(pk=source.pk).is_deleted
    assert not MessageQuote.objects.exclude(text="").exists()


def test_who_is_erased_while_they_are_quoted_leaves_no_name(here: World) -> None:
    thread, officer = a_thread(here), here.people["officer"]
    source = say(here, "secretary", thread, f"@[?](person:{officer.pk}), коли?")

    def erase() -> None:
        anonymise_author(actor=SYSTEM, person_id=officer.pk, pseudonym="№ 7", removes_messages=False)

    def quote() -> Message:
        return say(here, "teacher", thread, "Так", quote={"message_id": source.pk})

    outcomes = in_turn(Thread.objects.filter(pk=thread.pk), quote, erase, quote)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert set(MessageQuote.objects.values_list("text", flat=True)) == {"@№ 7, коли?"}


def test_what_is_corrected_while_it_is_quoted_is_shown_as_changed(here: World) -> None:
    thread = a_thread(here)
    source = say(here, "officer", thread, "Так")
    author = here.actor("officer")

    def correct() -> Message:
        return edit_message(actor=author, message_id=source.pk, body="Ні", expected_version=1)

    def quote() -> Message:
        return say(here, "teacher", thread, "Чому?", quote={"message_id": source.pk, "text": "Так"})

    _edited, said = in_turn(Thread.objects.filter(pk=thread.pk), correct, quote)
    assert isinstance(said, Message)
    shown = presenters.show_sent(said)["quote"]
    assert shown is not None
    assert (shown["state"], shown["text"], shown["version"]) == ("changed", "Так", 1)


def test_who_loses_the_thread_meanwhile_acknowledges_nothing(here: World) -> None:
    thread = a_thread(here)
    message = say(here, "officer", thread)
    ask(here, message)
    narrow = lambda: restrict(here, thread, organisations=("police",))  # noqa: E731
    held = Thread.objects.filter(pk=thread.pk)
    _restricted, refusal = in_turn(held, narrow, lambda: acknowledge(here, "teacher", message))
    assert isinstance(refusal, NotFound)
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("way", ["lifted", "withdrawn", "erased", "moved"])
def test_what_changes_while_it_is_reminded_of_leaves_one_next_time_or_none(here: World, way: str) -> None:
    message = say(here, "officer", a_thread(here))
    ask(here, message)
    MustReadReminder.objects.update(due_at=now())
    leader, author = here.actor("facilitator"), here.actor("officer")
    acts: dict[str, Callable[[], object]] = {
        "lifted": lambda: lift_must_read(actor=leader, message_id=message.pk),
        "withdrawn": lambda: withdraw_message(actor=author, message_id=message.pk, expected_version=1),
        "erased": lambda: anonymise_author(
            actor=SYSTEM, person_id=message.author_id, pseudonym="№ 7", removes_messages=True
        ),
        "moved": lambda: make_must_read(actor=leader, message_id=message.pk, due_on=in_days(5)),
    }
    with ThreadPoolExecutor(1) as pool:
        # The clock has planned the next, and holds its row until that counts.
        with transaction.atomic():
            assert fire_due() == 1
            change = pool.submit(at_once, acts[way])
            until_waiting(1)
        (changed,) = change.result()
    assert not isinstance(changed, Exception)
    assert MustReadReminder.objects.filter(fired_at=None).count() == (way == "moved")

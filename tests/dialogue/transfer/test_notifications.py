"""Who is told that what they follow or said goes on in another thread."""

from __future__ import annotations

import pytest

from dialogue.models import Attention, Thread
from dialogue.reading.subscriptions import set_notification_level
from tests.cast import World
from tests.dialogue.helpers import a_thread, merge, part, restrict, say
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.notifications.models import Notification
from viche.notifications.selectors import texts_of

pytestmark = pytest.mark.django_db

WROTE, FOLLOWED, MUTED = "wrote_what_went", "followed_what_went", "muted_what_went"


def attend(world: World, name: str, thread: Thread, level: Attention = Attention.ALL) -> None:
    set_notification_level(actor=world.actor(name), thread_id=thread.pk, level=level)


def test_who_wrote_or_follows_what_went_and_who_mutes_the_other_one_by_it(world: World) -> None:
    thread, into = a_thread(world, title_uk="Поручні"), a_thread(world, title_uk="Входи")
    say(world, "teacher", into)
    for name in ("officer", "councillor", "officer", "facilitator"):
        say(world, name, thread)
    attend(world, "observer", thread)
    attend(world, "officer", thread)
    for name in ("councillor", "teacher"):
        attend(world, name, thread, Attention.MUTED)
    forget()
    merge(world, thread, into, reason="Те саме двічі")
    assert told(world) == {"officer": WROTE, "observer": FOLLOWED, "councillor": MUTED}
    assert "теж вимкнено" in words(world, "councillor").reason["uk"]
    said = words(world, "officer")
    assert world.people["facilitator"].name_uk in said.title["uk"]
    assert "Поручні" in said.title["uk"]
    assert "Входи" in said.title["en"]
    assert (said.body["uk"], said.url) == ("Те саме двічі", f"/threads/{into.pk}?message=2")


def test_whose_message_was_taken_out_or_who_follows(world: World) -> None:
    thread = a_thread(world)
    for name in ("officer", "teacher", "officer"):
        say(world, name, thread)
    attend(world, "observer", thread)
    forget()
    into = part(world, thread, 2, title_uk="Поручні", reason="Це інше")
    assert told(world) == {"teacher": WROTE, "observer": FOLLOWED}
    said = words(world, "teacher")
    assert "Поручні" in said.title["uk"]
    assert (said.body["uk"], said.url) == ("Це інше", f"/threads/{into.pk}?message=1")


def test_nobody_is_told_of_a_thread_that_they_do_not_read_any_more(world: World) -> None:
    thread = a_thread(world)
    for name in ("officer", "teacher"):
        say(world, name, thread)
    forget()
    into = part(world, thread, 2)
    assert told(world) == {"teacher": WROTE}
    restrict(world, into, organisations=("police",), people=("facilitator",))
    rows = list(Notification.objects.select_related("event"))
    assert not texts_of(world.actor("teacher"), rows)

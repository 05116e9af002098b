"""What is indexed, what leaves the index, and what never stops it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from dialogue.models import Message
from dialogue.posting.editing import edit_message, withdraw_message
from tests.cast import World
from tests.dialogue.helpers import a_thread, say
from tests.search.acts import asking, found, ids
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import OutboxEntry
from viche.search.jobs import forget_unused_words, index_missing_things, learn_new_words
from viche.search.kinds import KINDS, Kind
from viche.search.models import Entry, Word
from viche.search.services import indexing

pytestmark = pytest.mark.django_db


def test_other_words_are_found_and_the_earlier_ones_no_more(world: World) -> None:
    message = say(world, "officer", a_thread(world), "Шлагбаум")
    assert ids(found(world, "observer", "шлагбаум"))
    edit_message(actor=world.actor("officer"), message_id=message.pk, body="Турнікет", expected_version=1)
    # Before it is indexed, neither is.
    assert asking(world, "observer", q="шлагбаум").json()["items"] == []
    assert ids(found(world, "observer", "турнікет")) == [str(message.pk)]
    assert ids(found(world, "observer", "шлагбаум")) == []


def test_what_is_taken_back_is_found_no_more_and_its_words_are_gone(world: World) -> None:
    message = say(world, "officer", a_thread(world), "Таємниця")
    drain_outbox()
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    assert asking(world, "observer", q="таємниця").json()["items"] == []
    drain_outbox()
    assert Entry.objects.get(pk=message.pk).vector == ""


def test_whoever_read_it_before_writes_nothing_over_it(world: World) -> None:
    """Two workers: the slower one holds what was said, or who was named, before; of the same version, too."""
    message = say(world, "officer", a_thread(world), "Слово")
    before = KINDS["message"]
    (earlier,) = before.documents([message.pk])

    def slow(_ids: Any) -> Any:
        yield earlier  # it was read; meanwhile another worker reads and writes what stands there now
        Message.objects.filter(pk=message.pk).update(body="Інше", html="<p>Інше</p>")
        KINDS["message"] = before
        indexing.index_things(actor=indexing.SYSTEM, kind="message", ids=[message.pk])

    facts = {name: getattr(before, name) for name in Kind.__slots__}
    KINDS["message"] = Kind(**facts | {"documents": slow})
    try:
        indexing.index_things(actor=indexing.SYSTEM, kind="message", ids=[message.pk])
    finally:
        KINDS["message"] = before
    assert ids(asking(world, "observer", q="інше").json()) == [str(message.pk)]
    assert ids(asking(world, "observer", q="слово").json()) == []


@pytest.mark.parametrize("strange", ["𗀀𗀁", "ﷺ" * 20, "İ" * 60, "ﬃ" * 30, "👍👍", "а" * 9_000])
def test_no_word_stops_the_index(world: World, strange: str) -> None:
    thread = a_thread(world)
    say(world, "officer", thread, f"Вежа {strange}")
    after = say(world, "officer", thread, "Вежа потім")
    drain_outbox()
    assert not OutboxEntry.objects.filter(subscriber="search").exists()
    Entry.objects.all().delete()
    index_missing_things()
    learn_new_words()
    assert ids(asking(world, "observer", q="вежа").json())[0] == str(after.pk)
    assert len(ids(asking(world, "observer", q="вежа").json())) == 2


def test_what_was_missed_is_indexed_and_what_is_gone_is_dropped(world: World) -> None:
    message = say(world, "officer", a_thread(world), "Гідрант")
    drain_outbox()
    Entry.objects.all().delete()
    Word.objects.create(word="зникле")
    index_missing_things()
    assert ids(found(world, "observer", "гідрант")) == [str(message.pk)]
    learn_new_words()
    forget_unused_words()
    assert not Word.objects.filter(word="зникле").exists()
    assert Word.objects.filter(word="гідрант").exists()
    Entry.objects.filter(pk=message.pk).update(version=0)
    call_command("index_search")
    assert Entry.objects.get(pk=message.pk).version == 1
    call_command("index_search", anew=True)
    assert ids(found(world, "observer", "гідрант")) == [str(message.pk)]

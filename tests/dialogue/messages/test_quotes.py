"""Quotes: words that were said in the same thread, and what becomes of them when those change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.messages.selectors import list_messages_involving_unscoped
from dialogue.models import Fault, Message, MessageQuote
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.privacy.erasure import anonymise_author
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers, say
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, IdempotencyKey

pytestmark = pytest.mark.django_db
BODY = "Пандус є у **чотирьох** з одинадцяти:\n\n- ліцей,\n- лікарня,\n- «Клуб & сад»"


def shown(world: World, message: Message, by: str = "observer") -> dict[str, Any]:
    quote: dict[str, Any] = api(world, by).get(f"messages/{message.pk}").json()["quote"]
    return quote


def quoting(world: World, source: Message, text: str | None = None, **facts: Any) -> Message:
    quote = {"message_id": source.pk, **({} if text is None else {"text": text})}
    return say(world, "teacher", source.thread, "Так", quote=quote, **facts)


def reword(world: World, message: Message, body: str, version: int = 1) -> None:
    author = world.actor("officer")
    edit_message(actor=author, message_id=message.pk, body=body, expected_version=version)


def take_back(world: World, message: Message, version: int = 1) -> None:
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=version)


@pytest.mark.parametrize(
    "words",
    [
        "чотирьох",
        "Пандус є у чотирьох з одинадцяти:",
        "одинадцяти:\n\nліцей,\nлікарня,",  # as a browser tells a selection
        "одинадцяти: ліцей, лікарня, «Клуб & сад»",
        "  лікарня,  ",
    ],
)
def test_words_that_were_said_are_quoted_as_they_are_shown(world: World, words: str) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    assert shown(world, quoting(world, source, words)) == {
        "message_id": str(source.pk),
        "number": 1,
        "author": api(world, "observer").get(f"messages/{source.pk}").json()["author"]["person"],
        "text": words.strip(),
        "version": 1,
        "state": "same",
    }


def test_without_words_it_is_the_whole(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    assert shown(world, quoting(world, source))["text"] == (
        "Пандус є у чотирьох з одинадцяти:\nліцей,\nлікарня,\n«Клуб & сад»"
    )
    long = say(world, "officer", source.thread, "слово " * 1000)
    text = shown(world, quoting(world, long))["text"]
    assert (len(text), text[-1]) == (2000, "…")


def test_the_whole_is_quoted_in_the_wording_that_was_before_its_reader(world: World) -> None:
    """Who agreed without a line agreed to what they saw."""
    source = say(world, "officer", a_thread(world), "Пандус є")
    reword(world, source, "Пандуса немає")
    path = f"threads/{source.thread_id}/messages"

    def agree(**quote: Any) -> Any:
        body = {"client_id": str(uuid7()), "body": "Згоден", "quote": {"message_id": str(source.pk), **quote}}
        return api(world, "teacher").post(path, body)

    assert {key: agree(version=1).json()["quote"][key] for key in ("text", "version", "state")} == {
        "text": "Пандус є",
        "version": 1,
        "state": "changed",
    }
    assert agree().json()["quote"]["version"] == 2
    for version, fault in ((3, ("/quote/version", "unknown")), (0, ("/quote/version", "min_value"))):
        assert pointers(agree(version=version)) == [fault]


def test_a_version_from_before_it_was_hidden_is_known_still(world: World) -> None:
    """A composer or an outbox may have held it meanwhile."""
    source = say(world, "officer", a_thread(world), "Пандус є")
    for to in (Step.HIDE, Step.SHOW):
        moderate_message(actor=world.actor("facilitator"), message_id=source.pk, to=to, fault=Fault.SPAM)

    def told(version: int) -> tuple[str, int, str]:
        quote = {"message_id": source.pk, "version": version}
        one = shown(world, say(world, "teacher", source.thread, "Згоден", quote=quote))
        return one["text"], one["version"], one["state"]

    assert [told(version) for version in (1, 2, 3)] == [("Пандус є", 3, "same")] * 3
    reword(world, source, "Пандуса немає", version=3)
    assert told(1) == ("Пандус є", 3, "changed")
    assert told(4) == ("Пандуса немає", 4, "same")
    with pytest.raises(Invalid):
        told(5)


def test_it_comes_with_the_answer_and_the_page(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    body = {
        "client_id": str(uuid7()),
        "body": "Так",
        "quote": {"message_id": str(source.pk), "text": "ліцей"},
    }
    line, path = api(world, "teacher"), f"threads/{source.thread_id}/messages"
    first, again = line.post(path, body), line.post(path, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["quote"] == again.json()["quote"] == line.get(path).json()["items"][1]["quote"]
    assert line.get(path).json()["items"][0]["quote"] is None
    let_go = line.post(path, {**body, "quote": None})
    assert (let_go.status_code, let_go.json()["quote"]) == (200, first.json()["quote"])
    another = {"message_id": str(say(world, "officer", source.thread).pk), "text": None}
    assert line.post(path, {**body, "quote": another}).status_code == 409


def fault(world: World, source: Message, text: str | None) -> tuple[str, str]:
    found = fault_of(world, source, text)
    assert Message.objects.filter(author=world.people["teacher"]).count() == 0
    return found


def fault_of(world: World, source: Message, text: str | None) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        quoting(world, source, text)
    (one,) = refused.value.errors
    return one.pointer, one.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Пандуса немає", "not_said"),
        ("**чотирьох**", "not_said"),
        ("Пан дус є", "not_said"),
        ("Пандусє", "not_said"),
        ("Пандус…", "not_said"),
        ("", "blank"),
        ("\u202eйеціл", "direction"),
        ("я" * 2001, "max_length"),
    ],
)
def test_nobody_is_made_to_say_what_they_did_not(world: World, text: str, code: str) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    assert fault(world, source, text) == ("/quote/text", code)


def test_only_of_the_same_thread_and_not_of_a_stone(world: World) -> None:
    thread = a_thread(world)
    hidden = say(world, "officer", a_restricted_thread(world, organisations=("police",)), "Таємниця")
    hidden.thread = thread
    assert fault(world, hidden, "Таємниця") == ("/quote/message_id", "not_in_thread")
    gone = say(world, "officer", thread)
    take_back(world, gone)
    assert fault(world, gone, None) == ("/quote/message_id", "message_deleted")
    gone.pk = uuid7()
    assert fault(world, gone, None) == ("/quote/message_id", "not_in_thread")


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ({"text": "ліцей"}, ("/quote/message_id", "required")),
        ({"message_id": "1"}, ("/quote/message_id", "invalid")),
        ({"message_id": str(UUID(int=1)), "by": "me"}, ("/quote/by", "unknown")),
        ("ліцей", ("/quote", "invalid")),
    ],
)
def test_nonsense_is_refused(world: World, quote: Any, found: tuple[str, str]) -> None:
    body = {"client_id": str(uuid7()), "body": "Так", "quote": quote}
    answer = api(world, "teacher").post(f"threads/{a_thread(world).pk}/messages", body)
    assert (answer.status_code, pointers(answer)) == (422, [found])


def test_it_says_that_the_source_has_changed_and_keeps_its_words(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    message = quoting(world, source, "чотирьох")
    reword(world, source, "Пандус є у п’ятьох")
    quote = shown(world, message)
    assert (quote["state"], quote["text"], quote["version"]) == ("changed", "чотирьох", 1)
    late = quoting(world, source, "чотирьох")  # somebody who had no line meanwhile
    assert shown(world, late) == quote
    assert shown(world, quoting(world, source, "п’ятьох"))["state"] == "same"


def test_what_is_taken_back_is_not_quoted_any_more(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    message = quoting(world, source, "чотирьох")
    take_back(world, source)
    quote = shown(world, message)
    assert (quote["state"], quote["text"]) == ("withdrawn", "")
    assert not MessageQuote.objects.exclude(text="").exists()


def test_a_stone_quotes_nothing(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    message = quoting(world, source, "чотирьох")
    withdraw_message(actor=world.actor("teacher"), message_id=message.pk, expected_version=1)
    assert shown(world, message) is None
    assert not MessageQuote.objects.exists()


@pytest.mark.parametrize("removes_messages", [True, False])
def test_who_is_erased_is_not_named_in_quotes(world: World, removes_messages: bool) -> None:
    officer = world.people["officer"]
    thread = a_thread(world)
    naming = say(world, "secretary", thread, f"Питаю: @[?](person:{officer.pk}), коли?")
    said = say(world, "officer", thread, "Завтра")
    of_naming, of_said = quoting(world, naming), quoting(world, said)
    assert officer.name_uk in shown(world, of_naming)["text"]
    anonymise_author(actor=SYSTEM, person_id=officer.pk, pseudonym="№ 7", removes_messages=removes_messages)
    assert shown(world, of_naming)["text"] == "Питаю: @№ 7, коли?"
    assert shown(world, of_said)["text"] == ("" if removes_messages else "Завтра")


def erased(world: World, pseudonym: str = "№ 7", *, removes: bool = False) -> None:
    officer = world.people["officer"].pk
    anonymise_author(actor=SYSTEM, person_id=officer, pseudonym=pseudonym, removes_messages=removes)


def test_a_quote_full_of_names_keeps_nobody_from_being_erased(world: World) -> None:
    officer = world.people["officer"]
    body = f"@[?](person:{officer.pk}) " + f"@{officer.name_uk} " * 80
    message = quoting(world, say(world, "secretary", a_thread(world), body))
    erased(world, f"№ {'7' * 60}")
    text = shown(world, message)["text"]
    assert text.startswith(f"@№ {'7' * 60} @{officer.name_uk} ")  # what only looks like a mention is none
    assert len(text) <= 2000


def test_only_the_name_itself_is_replaced(world: World) -> None:
    officer = world.people["officer"]
    body = f"@[?](person:{officer.pk}) та @{officer.name_uk}ові"
    message = quoting(world, say(world, "secretary", a_thread(world), body))
    erased(world)
    assert shown(world, message)["text"] == f"@№ 7 та @{officer.name_uk}ові"


@pytest.mark.parametrize("cut", [(1, 40), (3, 40), (0, 4)])
def test_a_part_of_a_name_does_not_outlive_it(world: World, cut: tuple[int, int]) -> None:
    officer = world.people["officer"]
    source = say(world, "secretary", a_thread(world), f"@[?](person:{officer.pk}), коли?")
    part = f"@{officer.name_uk}, коли?"[slice(*cut)].strip()
    message = quoting(world, source, part)
    erased(world)
    assert shown(world, message)["text"] == "@№ 7, коли?"


def test_lines_hear_of_who_is_erased_where_only_earlier_words_named_them(world: World) -> None:
    officer, thread = world.people["officer"], a_thread(world)
    source = say(world, "secretary", thread, f"@[?](person:{officer.pk}), коли?")
    message = quoting(world, source)
    secretary = world.actor("secretary")
    edit_message(actor=secretary, message_id=source.pk, body="Коли?", expected_version=1)
    assert [one.pk for one in list_messages_involving_unscoped(thread.pk, officer.pk)] == [message.pk]
    erased(world)
    assert Event.objects.filter(kind="dialogue.author_erased").count() == 1
    assert shown(world, message)["text"] == "@№ 7, коли?"


def test_no_answer_is_kept_that_repeats_what_is_taken_back(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    quote = {"message_id": str(source.pk), "text": "ліцей"}
    body = {"client_id": str(uuid7()), "body": "Так", "quote": quote}
    line, path, key = api(world, "teacher"), f"threads/{source.thread_id}/messages", {"Idempotency-Key": "a"}
    assert line.post(path, body, **key).json()["quote"]["text"] == "ліцей"
    take_back(world, source)
    again = line.post(path, body, **key)
    assert (again.status_code, again.json()["quote"]["text"]) == (200, "")
    assert not IdempotencyKey.objects.exists()


def test_what_its_author_took_back_is_found_when_it_is_sent_again(world: World) -> None:
    source, name = say(world, "officer", a_thread(world), BODY), uuid7()
    message = quoting(world, source, "ліцей", client_id=name)
    withdraw_message(actor=world.actor("teacher"), message_id=message.pk, expected_version=1)
    again = quoting(world, source, "ліцей", client_id=name)
    assert (again.pk, again.is_new) == (message.pk, False)


def test_words_are_looked_for_in_the_latest_wordings(world: World) -> None:
    source = say(world, "officer", a_thread(world), "слово 0;")
    for version in range(1, 22):
        reword(world, source, f"слово {version};", version)
    assert shown(world, quoting(world, source, "слово 1;"))["version"] == 2
    assert fault_of(world, source, "слово 0;") == ("/quote/text", "not_said")


def test_a_page_of_quotes_costs_what_one_costs(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    quoting(world, source)
    path = f"threads/{source.thread_id}/messages"
    few = queries(world, path)
    for _more in range(3):
        quoting(world, source, "ліцей")
    assert queries(world, path) == few


def queries(world: World, path: str) -> int:
    line = api(world, "observer")
    with CaptureQueriesContext(connection) as captured:
        assert line.get(path).status_code == 200
    return len(captured)


def test_the_same_message_with_another_quote_is_another(world: World) -> None:
    source = say(world, "officer", a_thread(world), BODY)
    name = uuid7()
    quoting(world, source, "ліцей", client_id=name)
    with pytest.raises(Conflict):
        quoting(world, say(world, "officer", source.thread, BODY), "ліцей", client_id=name)
    take_back(world, source)
    assert not quoting(world, source, "ліцей", client_id=name).is_new

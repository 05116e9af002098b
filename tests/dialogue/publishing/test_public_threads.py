"""What anybody reads of a public thread, and what nobody but its group does."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dialogue.export.text import list_facts
from dialogue.models import Message, MessageQuote, Thread, ThreadState
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.publishing.selectors import get_public_key
from groups.models import Visibility
from tests.cast import World
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    merge,
    part,
    say,
    standing_in,
)
from tests.dialogue.moderation.test_moderation import taken as moderated
from tests.dialogue.publishing.helpers import a_public_thread, head, heard, listed, publish, show_itself, tell
from tests.dialogue.publishing.test_publishing import summed_up
from tests.privacy.test_erasure import erase
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
TEL = "067 123 45 67"


def test_a_stranger_reads_what_was_said_since_and_nothing_that_was_said_before(world: World) -> None:
    thread = a_thread(world)
    say(world, "teacher", thread, "Лише для групи")
    publish(world, thread)
    said = tell(world, "officer", thread, "Так **і** так", on_behalf=True)
    shown = head(world, thread).json()
    assert shown == {
        "id": str(thread.pk),
        "title": {"uk": thread.title_uk, "en": thread.title_uk},
        "purpose": "consult",
        "state": "open",
        "public_on": shown["public_on"],
        "closes_on": None,
        "closes_at": None,
        "group": {"id": str(world.group.pk), "name": shown["group"]["name"]},
        "group_state": "active",
        "closed_on": None,
        "outcome": None,
        "summary": None,
        "summary_html": None,
    }
    (one,) = heard(world, thread)
    officer, police = world.people["officer"], world.organisations["police"]
    assert one == {
        "key": get_public_key(said),
        "author": {
            "name": {"uk": officer.name_uk, "en": officer.name_en or officer.name_uk},
            "position": one["author"]["position"],
            "organisation": one["author"]["organisation"],
            "acting_for": None,
            "on_behalf": True,
        },
        "body": "Так **і** так",
        "html": "<p>Так <strong>і</strong> так</p>\n",
        "reply_to": None,
        "quote": None,
        "posted_at": one["posted_at"],
        "edited": False,
    }
    assert one["author"]["organisation"]["name"]["uk"] == police.name_uk
    assert "id" not in one["author"]["organisation"]


def test_whoever_is_signed_in_elsewhere_reads_the_same(world: World, elsewhere: World) -> None:
    thread = a_public_thread(world)
    tell(world, "teacher", thread)
    at = f"public/threads/{thread.pk}/messages"
    assert api(elsewhere, "officer").get(at).json()["items"] == heard(world, thread)
    assert api(elsewhere, "officer").get(f"threads/{thread.pk}").status_code == 404


def test_every_other_thread_is_as_if_it_was_not_there(world: World) -> None:
    show_itself(world)
    rest = [
        *(a_thread_in(world, state) for state in ThreadState),
        a_restricted_thread(world, organisations=("police",)),
    ]
    nowhere = api(world, "anonymous").get(f"public/threads/{uuid7()}").json()
    costs = []
    for pk in [one.pk for one in rest] + [uuid7()]:
        for path in (f"public/threads/{pk}", f"public/threads/{pk}/messages"):
            with CaptureQueriesContext(connection) as queries:
                answer = api(world, "anonymous").get(path)
            assert answer.status_code == 404
            assert {**answer.json(), "request_id": ""} == {**nowhere, "request_id": ""}
            costs.append(len(queries))
    assert len(set(costs)) == 1, "and takes as long"
    assert listed(world) == []


def test_what_is_gone_or_hidden_is_left_out(world: World) -> None:
    thread = a_public_thread(world)
    gone, hidden, stays = (tell(world, name, thread, name) for name in ("teacher", "officer", "secretary"))
    reply = tell(world, "teacher", thread, "Відповідь", reply_to=gone.pk)
    answer = tell(world, "teacher", thread, "Ще", reply_to=stays.pk)
    withdraw_message(actor=world.actor("teacher"), message_id=gone.pk, expected_version=1)
    moderated(world, hidden, "hidden")
    told = {one["key"]: one["reply_to"] for one in heard(world, thread)}
    assert told == {
        get_public_key(stays): None,
        get_public_key(reply): None,
        get_public_key(answer): get_public_key(stays),
    }


def test_what_answers_or_quotes_what_the_group_alone_reads_says_nothing_of_it(world: World) -> None:
    thread = a_thread(world)
    before = say(world, "officer", thread, "Лише для групи: код 4821")
    publish(world, thread)
    tell(world, "teacher", thread, "Згодна", reply_to=before.pk, quote={"message_id": before.pk})
    since = tell(world, "officer", thread, "Для всіх")
    tell(world, "teacher", thread, "І тут", reply_to=since.pk, quote={"message_id": since.pk})
    answer = api(world, "anonymous").get(f"public/threads/{thread.pk}/messages")
    first, _second, third = answer.json()["items"]
    assert (first["reply_to"], first["quote"]) == (None, None)
    assert "код 4821" not in answer.content.decode()
    assert third["quote"]["text"] == "Для всіх"
    assert (third["reply_to"], third["quote"]["key"]) == (get_public_key(since), get_public_key(since))
    withdraw_message(actor=world.actor("officer"), message_id=since.pk, expected_version=1)
    last = heard(world, thread)[-1]
    assert (last["reply_to"], last["quote"]) == (None, None)
    assert MessageQuote.objects.count() == 2


def test_a_summary_cites_what_anybody_reads_and_by_no_number(world: World) -> None:
    thread = a_thread(world)
    for nth in range(10):
        say(world, "officer", thread, f"Лише для групи {nth}")
    publish(world, thread)
    one, other = (tell(world, "teacher", thread, body) for body in ("Перше", "Друге"))
    summed_up(
        world, thread, f"Поручні (#{other.number}), пандус (#{one.number}, #{other.number}) і ключ (#3)"
    )
    shown = head(world, thread).json()
    assert shown["summary"] == "Поручні ([1]), пандус ([2], [1]) і ключ ()"
    first, second = (
        f'<a href="#message-{get_public_key(said)}">[{nth}]</a>' for nth, said in ((1, other), (2, one))
    )
    assert shown["summary_html"] == f"<p>Поручні ({first}), пандус ({second}, {first}) і ключ ()</p>\n"
    withdraw_message(actor=world.actor("teacher"), message_id=other.pk, expected_version=1)
    assert head(world, thread).json()["summary"] == "Поручні (), пандус ([1], ) і ключ ()"


def test_it_tells_no_id_of_anybody(world: World) -> None:
    thread = a_public_thread(world)
    deputy = standing_in(world, "officer")
    officer = world.people["officer"]
    sector = world.organisations["police"].sector
    by_id = f"@[{officer.name_uk}](person:{officer.pk})"
    named = f"{by_id}, @[Поліція](sector:{sector}) – див. `{by_id}`\n\n    {by_id}"
    first = tell(world, "teacher", thread, named)
    tell(world, "deputy", thread, "Замість нього", quote={"message_id": first.pk})
    summed_up(world, thread, f"Домовились: `{by_id}`")
    summary = head(world, thread).json()
    assert str(officer.pk) not in summary["summary"] + summary["summary_html"]
    answer = api(world, "anonymous").get(f"public/threads/{thread.pk}/messages").content.decode()
    ids = [one.pk for one in world.people.values()] + [one.pk for one in world.organisations.values()]
    ids += [one.pk for one in world.mandates.values()] + [deputy.pk, first.pk]
    assert [pk for pk in ids if str(pk) in answer] == []
    told, second = heard(world, thread)
    assert told["body"].startswith(f"@{officer.name_uk}, @")
    assert "data-mention" not in told["html"]
    assert second["quote"]["text"].count(f"@{officer.name_uk}") == 3
    assert second["author"]["acting_for"]["uk"] == officer.name_uk


def test_a_correction_shows_and_earlier_wordings_do_not(world: World) -> None:
    thread = a_public_thread(world)
    message = tell(world, "teacher", thread, "Старе слово")
    edit_message(actor=world.actor("teacher"), message_id=message.pk, body="Нове", expected_version=1)
    answer = api(world, "anonymous").get(f"public/threads/{thread.pk}/messages")
    (one,) = answer.json()["items"]
    assert (one["body"], one["edited"], "Старе" in answer.content.decode()) == ("Нове", True, False)


def test_a_quote_shows_no_words_that_were_corrected(world: World) -> None:
    thread = a_public_thread(world)
    first = say(world, "teacher", thread, f"Дзвоніть у двір, {TEL}", confirmed=["public", "phone"])
    quoted = {"message_id": first.pk, "text": "Дзвоніть"}
    tell(world, "officer", thread, "Так", quote={"message_id": first.pk})
    tell(world, "officer", thread, "І так", quote=quoted)
    edit_message(actor=world.actor("teacher"), message_id=first.pk, body="Дзвоніть", expected_version=1)
    tell(world, "secretary", thread, "Було", quote={**quoted, "text": "у двір"})
    answer = api(world, "anonymous").get(f"public/threads/{thread.pk}/messages")
    assert [one["quote"]["text"] for one in answer.json()["items"][1:]] == ["", "Дзвоніть", ""]
    assert TEL not in answer.content.decode()


def test_what_came_from_another_thread_or_left_is_not_there(world: World) -> None:
    thread, other = a_thread(world), a_thread(world)
    say(world, "teacher", other, "З іншої теми")
    merge(world, other, thread)
    publish(world, thread)
    _left, stays = (tell(world, name, thread, name) for name in ("officer", "teacher"))
    part(world, thread, 2)
    assert [one["key"] for one in heard(world, thread)] == [get_public_key(stays)]


def test_who_is_erased_is_named_by_a_pseudonym_here_too(world: World) -> None:
    thread = a_public_thread(world)
    teacher, name = world.people["teacher"], world.people["teacher"].name_uk
    tell(world, "teacher", thread, "Мої слова")
    tell(world, "officer", thread, f"@[{name}](person:{teacher.pk}), дякую")
    assert heard(world, thread)[0]["author"]["name"]["uk"] == name
    erase(teacher)
    answer = api(world, "anonymous").get(f"public/threads/{thread.pk}/messages")
    assert (answer.status_code, name in answer.content.decode()) == (200, False)


def test_both_lists_are_read_page_by_page_and_cost_the_same_for_many(world: World) -> None:
    threads = [a_public_thread(world) for _nth in range(3)]
    thread = threads[0]
    first = tell(world, "teacher", thread, "Перше")

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert api(world, "anonymous").get(path).status_code == 200
        return len(queries)

    of_messages, of_threads = (
        f"public/threads/{thread.pk}/messages",
        f"public/groups/{world.group.pk}/threads",
    )
    few = cost(of_messages), cost(of_threads)
    standing_in(world, "officer", "secretary")
    for name in ("officer", "teacher", "deputy", "secretary"):
        tell(world, name, thread, reply_to=first.pk, quote={"message_id": first.pk})
    threads += [a_public_thread(world) for _nth in range(4)]
    assert (cost(of_messages), cost(of_threads)) == few
    assert read_all(world, of_threads, "id") == [str(one.pk) for one in reversed(threads)]
    said = Message.objects.filter(thread=thread).order_by("number")
    assert read_all(world, of_messages, "key") == [get_public_key(one) for one in said]


def read_all(world: World, path: str, name: str) -> list[Any]:
    found: list[Any] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = api(world, "anonymous").get(path, **query).json()
        found += [one[name] for one in page["items"]]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


def test_neither_a_message_nor_a_cursor_tells_how_many_there_are_besides(world: World) -> None:
    thread = a_thread(world)
    for _nth in range(7):
        say(world, "teacher", thread)
    publish(world, thread)
    said = [tell(world, "officer", thread) for _nth in range(4)]
    path = f"public/threads/{thread.pk}/messages"
    page = api(world, "anonymous").get(path, limit=2).json()
    assert [type(value) for value in page["items"][0].values()].count(int) == 0
    assert b"9" not in urlsafe_b64decode(page["next_cursor"] + "==").strip(b"[]").split(b",")
    plain = urlsafe_b64encode(b"[9]").decode().rstrip("=")
    assert api(world, "anonymous").get(path, cursor=plain).status_code == 400, "nobody asks for a number"
    before = heard(world, thread)
    withdraw_message(actor=world.actor("officer"), message_id=said[1].pk, expected_version=1)
    assert heard(world, thread) == [before[0], *before[2:]]


def test_no_cursor_serves_to_measure_another_thread(world: World) -> None:
    """Whoever knows the numbers of one thread finds by its cursors no numbers in another one."""
    cursors = []
    paths = []
    for before in (0, 0, 20):
        thread = a_thread(world)
        for _nth in range(before):
            say(world, "teacher", thread)
        publish(world, thread)
        for _nth in range(2):
            tell(world, "officer", thread)
        paths.append(f"public/threads/{thread.pk}/messages")
        cursors.append(api(world, "anonymous").get(paths[-1], limit=1).json()["next_cursor"])
    assert len(set(cursors)) == 3, "of the same number, too"
    assert len({len(one) for one in cursors}) == 1, "long numbers look like short ones"
    for path in paths:
        for cursor in cursors:
            own = cursors[paths.index(path)] == cursor
            assert api(world, "anonymous").get(path, cursor=cursor).status_code == (200 if own else 400)


@pytest.mark.parametrize("query", ["?cursor=x", "?limit=0", "?page=2"])
def test_what_cannot_be_asked_for_is_refused(world: World, query: str) -> None:
    thread = a_public_thread(world)
    for path in (f"public/threads/{thread.pk}/messages", f"public/groups/{world.group.pk}/threads"):
        assert api(world, "anonymous").get(path + query).status_code == 400


def test_days_are_those_of_the_group(world: World) -> None:
    thread = a_public_thread(world)
    assert thread.public_at is not None
    late = thread.public_at.replace(hour=22, minute=30)  # of UTC: the next day in Kyiv
    Thread.objects.filter(pk=thread.pk).update(public_at=late)
    assert head(world, thread).json()["public_on"] > str(late.date())


def test_paper_says_that_anybody_reads_it(world: World) -> None:
    thread = a_thread(world)
    say(world, "teacher", thread)

    def readers() -> str:
        with override("uk"):
            facts = {one.name: one.value for one in list_facts(Thread.objects.get(pk=thread.pk), ())}
        return facts["Хто читає"]

    assert readers() == "Уся група"
    publish(world, thread)
    assert readers() == "Уся група; починаючи з № 2 — будь-хто в інтернеті"
    show_itself(world, Visibility.LISTED)
    assert readers() == "Уся група; починаючи з № 2 — будь-хто, щойно відкриють її сторінку"

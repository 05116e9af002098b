"""The summary of a thread: who writes it, what it cites, and where it stands."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dialogue.export.pdf import describe_paper
from dialogue.models import Fault, Message, SummaryCitation, Thread, ThreadState, ThreadSummary
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.summary.citations import numbers_in, render_cited
from dialogue.summary.services.summaries import withdraw_summary, write_summary
from dialogue.threads.events import topic_of
from dialogue.threads.selectors import get_thread_with_facilitator_for
from tests.cast import SYSTEM, World
from tests.dialogue.export.test_export import archive
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    at_once,
    pointers,
    say,
    step,
)
from tests.dialogue.timeline.replica import frames
from tests.search.acts import found, said
from viche.kernel.errors import Stale
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
BODY = "Пандус є у **чотирьох** укриттях (#1), а в ліцеї — ні: #2."


def talk(world: World, messages: int = 2, **facts: Any) -> Thread:
    thread = a_thread(world, **facts)
    for _ in range(messages):
        say(world, "officer", thread)
    return thread


def sum_up(
    world: World, thread: Thread, body: str = BODY, by: str = "facilitator", **facts: Any
) -> ThreadSummary:
    known = ThreadSummary.objects.filter(thread=thread).first()
    return write_summary(
        actor=world.actor(by),
        thread_id=thread.pk,
        body=body,
        **{"expected_version": known.version if known else 0, **facts},
    )


def gist(world: World, thread: Thread, by: str = "teacher") -> dict[str, Any]:
    answer = api(world, by).get(f"threads/{thread.pk}/gist")
    assert answer.status_code == 200, answer.content
    shown: dict[str, Any] = answer.json()
    return shown


def put(world: World, thread: Thread, body: Any, version: int = 0, by: str = "facilitator") -> Any:
    asked = body if isinstance(body, dict) else {"body": body}
    return api(world, by).put(f"threads/{thread.pk}/summary", asked, **{"If-Match": f'"{version}"'})


# ---- what it cites -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("#1 і #2, (#3) «#4» **#5** #1", [1, 2, 3, 4, 5]),
        ("#6\n#7", [6, 7]),
        ("- #8", [8]),
        ("дім#9 &#10; №11 # 12 #013 #14а #0 ##15", []),
        ("`#16` [слово #17](https://example.org/) https://example.org/#18", []),
        ("    #19", []),
        ("\\#20", []),
    ],
)
def test_a_citation_is_a_number_that_stands_by_itself(body: str, numbers: list[int]) -> None:
    assert numbers_in(body) == numbers


def test_what_it_says_never_executes() -> None:
    html = render_cited('<span data-cite="7" onclick="x()">#7</span> <script>x</script> [x](javascript:x) #8')
    assert html.count("<span") == 1
    assert '<span data-cite="8">#8</span>' in html
    assert "<script" not in html
    assert "javascript:" not in html.replace("[x](javascript:x)", "")


def test_it_is_written_and_cites_messages(world: World) -> None:
    thread = talk(world)
    answer = put(world, thread, BODY)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    shown = gist(world, thread)["summary"]
    assert answer.json()["summary"] == shown
    assert (shown["body"], shown["through"], shown["earlier"], shown["version"]) == (BODY, 2, 0, 1)
    assert '<span data-cite="1">#1</span>' in shown["html"]
    assert [(one["number"], one["state"]) for one in shown["cited"]] == [(1, "said"), (2, "said")]
    assert shown["author"]["person"]["id"] == str(world.people["facilitator"].pk)
    assert SummaryCitation.objects.count() == 2


def test_what_is_not_in_the_thread_is_not_cited(world: World) -> None:
    thread, other = talk(world), talk(world, 5)
    answer = put(world, thread, "Див. #5")
    assert (answer.status_code, pointers(answer)) == (422, [("/body", "cites_unknown")])
    assert "5" in answer.json()["errors"][0]["message"]
    assert put(world, other, "Див. #5").status_code == 200
    many = " ".join(f"#{number}" for number in range(1, 102))
    assert pointers(put(world, thread, many)) == [("/body", "too_many_citations")]


@pytest.mark.parametrize("state", ["withdrawn", "hidden"])
def test_what_nobody_reads_any_more_is_shown_as_that(world: World, state: str) -> None:
    thread = talk(world)
    sum_up(world, thread)
    message = Message.objects.get(thread=thread, number=2)
    if state == "hidden":
        moderate_message(
            actor=world.actor("facilitator"), message_id=message.pk, to=Step.HIDE, fault=Fault.INSULT
        )
    else:
        withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    assert [one["state"] for one in gist(world, thread)["summary"]["cited"]] == ["said", state]
    # It may go on to be cited where it was, and nowhere else.
    assert put(world, thread, f"{BODY} Так.", 1).status_code == 200
    assert put(world, thread, "Лише #1", 2).status_code == 200
    assert pointers(put(world, thread, BODY, 3)) == [("/body", "cites_silent")]


def test_nobody_is_named_in_it(world: World) -> None:
    thread = talk(world)
    body = f"Питали @[Олену](person:{world.people['teacher'].pk})"
    assert pointers(put(world, thread, body)) == [("/body", "mention_in_summary")]


@pytest.mark.parametrize("body", ["", " \n", "я" * 10_001, "\u202eтекст"])
def test_it_says_something_and_no_more_than_a_message(world: World, body: str) -> None:
    thread = talk(world)
    assert put(world, thread, body).status_code == 422
    assert put(world, thread, "я" * 10_000).status_code == 200
    (frame,) = [one for one in frames(topic_of(thread.pk), 0) if one["kind"] == "dialogue.summary_written"]
    assert frame["data"] == {"thread_id": str(thread.pk)}


def test_what_looks_like_personal_data_is_told_knowingly(world: World) -> None:
    thread, body = talk(world), "Дзвонити 067 123 45 67 (#1)"
    refused = put(world, thread, body)
    assert (refused.json()["code"], pointers(refused)) == ("personal_data", [("/body", "phone")])
    assert put(world, thread, {"body": body, "confirmed": ["phone"]}).status_code == 200
    assert put(world, thread, f"{body}!", 1).status_code == 200
    told = Event.objects.filter(kind="dialogue.summary_written").order_by("id")
    assert [one.data["confirmed"] for one in told] == [["phone"], []]


# ---- how it goes on ----------------------------------------------------------------------------------------


def test_it_is_written_anew_and_what_it_said_stays_beside_it(world: World) -> None:
    thread = talk(world)
    sum_up(world, thread, "Перше #1")
    say(world, "teacher", thread)
    assert put(world, thread, {"body": "Друге", "through": 2}, 1).json()["summary"]["through"] == 2
    assert put(world, thread, {"body": "Друге", "through": 2}, 1).headers["ETag"] == '"2"'  # sent again
    assert put(world, thread, "Друге", 2).json()["summary"]["through"] == 3
    kept = api(world, "observer").get(f"threads/{thread.pk}/summary/revisions").json()["items"]
    assert [(one["version"], one["through"]) for one in kept] == [(2, 2), (1, 2)]
    assert "Перше" in kept[1]["html"]
    shown = gist(world, thread)["summary"]
    assert (shown["earlier"], shown["cited"]) == (2, [])


def test_it_takes_in_no_message_that_is_not_there(world: World) -> None:
    thread = talk(world)
    assert pointers(put(world, thread, {"body": "Так", "through": 3})) == [("/through", "beyond_last")]


def test_a_change_by_somebody_else_is_not_written_over(world: World) -> None:
    thread = talk(world)
    sum_up(world, thread)
    assert put(world, thread, "Інше").status_code == 412
    assert api(world, "facilitator").put(f"threads/{thread.pk}/summary", {"body": "Інше"}).status_code == 428
    assert gist(world, thread)["summary"]["body"] == BODY


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told(world: World) -> None:
    thread = talk(world)
    for version in (0, 1):
        ended = at_once(
            *(
                partial(sum_up, world, thread, body, expected_version=version)
                for body in (f"Одне {version}", f"Друге {version}")
            )
        )
        assert sum(isinstance(one, Stale) for one in ended) == 1
        assert ThreadSummary.objects.get(thread=thread).version == version + 1


def test_it_is_taken_back_with_all_that_it_said(world: World) -> None:
    thread = talk(world)
    sum_up(world, thread, "Таємниця #1")
    sum_up(world, thread, "Інше")
    path = f"threads/{thread.pk}/summary"
    assert api(world, "facilitator").delete(path, **{"If-Match": '"1"'}).status_code == 412
    gone = api(world, "facilitator").delete(path, **{"If-Match": '"2"'}).json()["summary"]
    assert (gone["body"], gone["author"], gone["earlier"], gone["version"]) == ("", None, 0, 3)
    assert api(world, "facilitator").delete(path, **{"If-Match": '"2"'}).status_code == 200  # sent again
    assert api(world, "teacher").get(f"{path}/revisions").json()["items"] == []
    assert put(world, thread, "Ще раз", 2).status_code == 412
    assert put(world, thread, "Ще раз", 3).json()["summary"]["earlier"] == 0
    heard = orjson.dumps(frames(topic_of(thread.pk), 0)).decode()
    assert "summary_withdrawn" in heard
    assert "Таємниця" not in heard


def test_of_nothing_nothing_is_taken_back(world: World) -> None:
    thread = talk(world)
    withdraw_summary(actor=world.actor("facilitator"), thread_id=thread.pk, expected_version=0)
    assert not Event.objects.filter(kind="dialogue.summary_withdrawn").exists()


# ---- who -------------------------------------------------------------------------------------------------


def test_who_leads_writes_and_who_reads_reads(world: World) -> None:
    thread = talk(world)
    statuses = {
        name: put(world, thread, "Так", by=name).status_code for name in ("teacher", "secretary", "outsider")
    }
    assert statuses == {"teacher": 403, "secretary": 403, "outsider": 404}
    assert api(world, "outsider").get(f"threads/{thread.pk}/gist").status_code == 404
    assert api(world, "outsider").get(f"threads/{thread.pk}/summary/revisions").status_code == 404
    closed = a_thread_in(world, ThreadState.CLOSED)
    refused = put(world, closed, "Так")
    assert (refused.status_code, refused.json()["code"]) == (403, "thread_closed")


def test_of_a_restricted_thread_it_is_for_its_readers_and_written_down(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    sum_up(world, thread, "Таємниця #1")
    for path in ("gist", "summary/revisions"):
        assert api(world, "teacher").get(f"threads/{thread.pk}/{path}").status_code == 404
    before = AccessRecord.objects.count()
    assert gist(world, thread, "officer")["summary"]["version"] == 1
    assert AccessRecord.objects.count() == before + 1
    assert found(world, "teacher", "таємниця")["items"] == []


def test_it_costs_as_much_for_many_as_for_one(world: World) -> None:
    thread, reader = talk(world, 30), api(world, "teacher")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"threads/{thread.pk}/gist").status_code == 200
        return len(asked)

    sum_up(world, thread, "#1")
    queries()
    few = queries()
    for _ in range(3):
        sum_up(world, thread, " ".join(f"#{one}" for one in range(1, 31)) + str(uuid7()))
    assert queries() == few
    assert few <= 6


# ---- where it stands -------------------------------------------------------------------------------------


def test_a_thread_is_found_by_it_until_it_is_taken_back(world: World) -> None:
    thread = talk(world)
    sum_up(world, thread, "Поставити *пандуси* біля ліцею #1")
    (hit,) = found(world, "teacher", "пандус ліцей")["items"]
    assert (hit["id"], hit["kind"]) == (str(thread.pk), "thread")
    assert "пандуси" in said(hit["snippet"])
    withdraw_summary(actor=world.actor("facilitator"), thread_id=thread.pk, expected_version=1)
    assert found(world, "teacher", "пандус ліцей")["items"] == []


def test_who_was_away_hears_that_it_was_written(world: World) -> None:
    thread = talk(world, 3)
    api(world, "teacher").put(f"threads/{thread.pk}/read", {"ranges": [[1, 3]]})
    assert api(world, "teacher").get(f"threads/{thread.pk}/catch-up").json()["happenings"] == []
    sum_up(world, thread)
    for path in (f"threads/{thread.pk}/catch-up", f"groups/{world.group.pk}/catch-up"):
        happenings = api(world, "teacher").get(path).json()["happenings"]
        assert [(one["what"], one["thread_id"]) for one in happenings] == [("summed_up", str(thread.pk))]
    withdraw_summary(actor=world.actor("facilitator"), thread_id=thread.pk, expected_version=1)
    assert api(world, "teacher").get(f"threads/{thread.pk}/catch-up").json()["happenings"] == []


def test_it_stands_on_paper_and_in_the_archive(world: World) -> None:
    thread = talk(world)
    sum_up(world, thread)
    gone = Message.objects.get(thread=thread, number=2)
    withdraw_message(actor=world.actor("officer"), message_id=gone.pk, expected_version=1)
    shown = get_thread_with_facilitator_for(world.actor("observer"), thread.pk)
    with override("uk"):
        summary = describe_paper(shown, [], "uk")["summary"]
    assert summary["lines"] == [
        "Пандус є у чотирьох укриттях (#1), а в ліцеї — ні: #2 (видалене повідомлення)."
    ]
    assert "охоплює повідомлення 1–2" in summary["about"]
    packed = archive(world, "observer", thread)
    assert '<a href="#m1">#1</a>' in packed.read("thread.html").decode()
    assert orjson.loads(packed.read("thread.json"))["summary"]["body"] == BODY


def test_the_words_of_who_is_erased_go_where_they_want_it(world: World) -> None:
    kept, gone = talk(world), talk(world)
    for thread in (kept, gone):
        sum_up(world, thread, "Перше #1")
        sum_up(world, thread, "Друге #2")
    person = world.people["facilitator"]
    anonymise_author(actor=SYSTEM, person_id=person.pk, pseudonym="№ 7", removes_messages=False)
    assert gist(world, kept)["summary"]["body"] == "Друге #2"
    anonymise_author(actor=SYSTEM, person_id=person.pk, pseudonym="№ 7", removes_messages=True)
    shown = gist(world, gone)["summary"]
    assert (shown["body"], shown["cited"], shown["earlier"], shown["version"]) == ("", [], 0, 3)
    told = Event.objects.filter(kind="dialogue.author_erased", subject_id=gone.pk)
    assert told.count() == 2


def test_it_stands_when_the_thread_is_closed(world: World) -> None:
    thread = talk(world)
    sum_up(world, thread)
    step(world, thread, ThreadState.SUMMARISING)
    step(world, thread, ThreadState.CLOSED)
    assert gist(world, thread)["summary"]["body"] == BODY

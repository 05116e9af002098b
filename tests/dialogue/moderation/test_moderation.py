"""Moderation: who reports what, what is hidden of it and from whom, the appeal, and the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.selectors import list_pending_acknowledgements
from dialogue.acknowledgements.services import make_must_read, send_due_reminders
from dialogue.models import Fault, Hiding, Message, MessageReport, ModerationStep, MustReadReminder, Thread
from dialogue.moderation.policies import Step
from dialogue.moderation.services import appeal_hiding, moderate_message, report_message
from dialogue.posting.editing import edit_message, withdraw_message
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, at_once, pointers, say
from viche.kernel.errors import Conflict, DomainError
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
WORDS = "Олена Іваненко краде ліхтарі з двору"
NOTE = "Це адреса родини"


def reported(world: World, message: Message, by: str = "teacher", **body: Any) -> Any:
    return api(world, by).post(f"messages/{message.pk}/reports", {"fault": "personal_data", **body})


def taken(world: World, message: Message, to: str, by: str = "facilitator", **body: Any) -> Any:
    said = {"to": to, "fault": "personal_data"} if to == "hidden" else {"to": to}
    return api(world, by).post(f"messages/{message.pk}/moderation", {**said, **body})


def appealed(world: World, message: Message, by: str = "officer", note: str = "Родина не проти") -> Any:
    return api(world, by).post(f"messages/{message.pk}/appeal", {"note": note})


def a_hidden(
    world: World, thread: Thread, by: str = "facilitator", body: str = WORDS, **facts: Any
) -> Message:
    message = say(world, "officer", thread, body, **facts)
    moderate_message(
        actor=world.actor(by), message_id=message.pk, to=Step.HIDE, fault=Fault.PERSONAL_DATA, note=NOTE
    )
    message.refresh_from_db()
    return message


def waiting(world: World, name: str = "facilitator") -> list[Any]:
    items: list[Any] = api(world, name).get(f"groups/{world.group.pk}/reports").json()["items"]
    return items


def log(world: World, name: str = "observer") -> list[Any]:
    items: list[Any] = api(world, name).get(f"groups/{world.group.pk}/moderation").json()["items"]
    return items


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# ---- reports -----------------------------------------------------------------------------------------------


def test_any_reader_reports_and_those_who_moderate_see_who_and_why(world: World) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    assert reported(world, message, by="observer", note=NOTE).status_code == 201
    assert reported(world, message).status_code == 201
    for name in ("facilitator", "secretary"):
        (case,) = waiting(world, name)
        people = [one["person"]["id"] for one in case["reports"]]
        assert people == [str(world.people[one].pk) for one in ("observer", "teacher")]
        assert (case["reports"][0]["fault"], case["reports"][0]["note"]) == ("personal_data", NOTE)
        assert (case["allowed"], case["hidden"]) == (["hidden", "dismissed"], None)
        assert WORDS in case["html"]
    for name in ("officer", "teacher", "observer"):
        assert waiting(world, name) == []
    assert api(world, "outsider").get(f"groups/{world.group.pk}/reports").status_code == 404


def test_one_report_is_open_per_person_and_message(world: World) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    for _ in range(2):
        assert reported(world, message).status_code == 201
    events = Event.objects.filter(kind="dialogue.message_reported")
    assert MessageReport.objects.count() == events.count() == 1
    assert taken(world, message, "dismissed").status_code == 200
    assert waiting(world) == []
    assert refused(taken(world, message, "dismissed")) == (409, "not_reported")
    assert reported(world, message).status_code == 201, "a new reason may have come"
    assert len(waiting(world)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_are_one(world: World) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    asked: Any = {"actor": world.actor("teacher"), "message_id": message.pk, "fault": Fault.SPAM}
    at_once(*[lambda: report_message(**asked)] * 3)
    assert MessageReport.objects.count() == 1


def test_who_reported_is_nowhere_for_the_author(world: World) -> None:
    """Neither if the author leads the group, nor in the log of events."""
    message = say(world, "facilitator", a_thread(world), WORDS)
    reported(world, message, note=NOTE)
    assert waiting(world) == []
    shown = api(world, "facilitator").get(f"messages/{message.pk}/moderation").json()
    assert (shown["reports"], shown["allowed"]) == ([], [])
    assert refused(taken(world, message, "dismissed")) == (409, "own_message")
    assert refused(taken(world, message, "hidden")) == (409, "own_message")
    assert len(waiting(world, "secretary")) == 1
    event = Event.objects.get(kind="dialogue.message_reported")
    assert event.actor_id is None
    assert str(world.people["teacher"].pk) not in orjson.dumps(event.data).decode()


def test_where_the_author_alone_moderates_the_reader_is_told_so(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    message = say(world, "facilitator", thread, WORDS)
    assert refused(reported(world, message, by="officer")) == (409, "nobody_else_moderates")
    assert not MessageReport.objects.exists()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("/fault", "required")),
        ({"fault": "boring"}, ("/fault", "invalid_choice")),
        ({"fault": "other"}, ("/note", "blank")),
        ({"fault": "spam", "note": "а" * 1001}, ("/note", "max_length")),
        ({"fault": "spam", "note": "а\u202e"}, ("/note", "direction")),
        ({"fault": "spam", "why": "так"}, ("/why", "unknown")),
    ],
)
def test_nonsense_is_refused(world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    answer = api(world, "teacher").post(f"messages/{message.pk}/reports", body)
    assert (answer.status_code, pointers(answer)) == (422, [fault])


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("/to", "required")),
        ({"to": "burnt"}, ("/to", "invalid_choice")),
        ({"to": "hidden"}, ("/fault", "required")),
        ({"to": "hidden", "fault": "other"}, ("/note", "blank")),
    ],
)
def test_nonsense_is_not_decided(world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    answer = api(world, "facilitator").post(f"messages/{message.pk}/moderation", body)
    assert (answer.status_code, pointers(answer)) == (422, [fault])


def test_what_cannot_be_reported_is_refused(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, WORDS)
    assert refused(reported(world, message, by="officer")) == (409, "own_message")
    assert refused(reported(world, a_hidden(world, thread))) == (409, "message_hidden")
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    assert refused(reported(world, message)) == (409, "message_deleted")
    assert refused(taken(world, message, "hidden")) == (409, "message_deleted")


# ---- hiding ------------------------------------------------------------------------------------------------


def test_a_hidden_message_is_a_stone_with_its_fault(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, WORDS)
    reported(world, message)
    answer = taken(world, message, "hidden", note=NOTE)
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    stone = api(world, "teacher").get(f"messages/{message.pk}").json()
    assert stone == answer.json()
    assert (stone["body"], stone["html"], stone["deleted"]) == ("", "", False)
    assert (stone["hidden"]["fault"], stone["hidden"]["state"]) == ("personal_data", "hidden")
    assert waiting(world) == [], "the report is answered"
    assert not Message.objects.exclude(body="").exists()


def test_its_words_are_nowhere_for_others(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, WORDS)
    edit_message(actor=world.actor("officer"), message_id=message.pk, body=WORDS + "!", expected_version=1)
    say(world, "teacher", thread, "Що?", quote={"message_id": message.pk})
    last = say(world, "officer", thread, WORDS)
    for one in (message, last):
        assert taken(world, one, "hidden", note=WORDS).status_code == 200
    reader = api(world, "teacher")
    for path in (
        f"threads/{thread.pk}",
        f"threads/{thread.pk}/messages",
        f"groups/{world.group.pk}/threads",
        f"groups/{world.group.pk}/moderation",
        f"messages/{message.pk}",
        f"messages/{message.pk}/revisions",
        f"events?topic=thread:{thread.pk}&after=0",
        f"events?topic=group:{world.group.pk}&after=0",
        "notifications",
        "today",
    ):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert "Олена" not in answer.content.decode(), path
    (quote,) = [
        one["quote"] for one in reader.get(f"threads/{thread.pk}/messages").json()["items"] if one["quote"]
    ]
    assert (quote["state"], quote["text"]) == ("hidden", "")
    assert reader.get(f"messages/{message.pk}/moderation").status_code == 403
    asked = {"client_id": str(UUID(int=5)), "body": "Ось", "quote": {"message_id": str(message.pk)}}
    answer = reader.post(f"threads/{thread.pk}/messages", asked)
    assert pointers(answer) == [("/quote/message_id", "message_hidden")]


def test_the_author_and_who_moderates_read_it_still(world: World) -> None:
    message = a_hidden(world, a_thread(world))
    for name, allowed in (("officer", ["appealed"]), ("facilitator", ["shown"]), ("secretary", ["shown"])):
        shown = api(world, name).get(f"messages/{message.pk}/moderation").json()
        assert WORDS in shown["html"]
        assert (shown["note"], shown["allowed"]) == (NOTE, allowed)


def test_nothing_is_done_to_what_is_hidden(world: World) -> None:
    message = a_hidden(world, a_thread(world))
    reader, author = api(world, "teacher"), api(world, "officer")
    path = f"messages/{message.pk}"
    assert refused(reader.put(f"{path}/support")) == (409, "message_hidden")
    assert refused(reader.put(f"{path}/reactions/thanks")) == (409, "message_hidden")
    assert refused(author.patch(path, {"body": "Інакше"}, **{"If-Match": '"2"'})) == (403, "message_hidden")
    asked = api(world, "facilitator").put(f"{path}/must-read", {"due_on": None})
    assert refused(asked) == (409, "message_hidden")


def test_shown_again_it_is_as_it_was(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, WORDS)
    make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=None)
    api(world, "teacher").put(f"messages/{message.pk}/support")
    answer = say(world, "teacher", thread, "Що?", quote={"message_id": message.pk, "text": "краде ліхтарі"})
    path = f"threads/{thread.pk}/messages"
    before = api(world, "observer").get(path).json()["items"]
    taken(world, message, "hidden")
    assert not list_pending_acknowledgements(world.actor("teacher"))
    send_due_reminders(actor=SYSTEM, rows=list(MustReadReminder.objects.all()))
    assert not Event.objects.filter(kind="dialogue.must_read_due").exists()
    assert taken(world, message, "shown").status_code == 200
    after = api(world, "observer").get(path).json()["items"]
    for one in (*before, *after):
        one.pop("version")
        if one["quote"]:
            one["quote"].pop("version")
    assert after == before
    assert answer.quote.text == "краде ліхтарі"
    assert list(list_pending_acknowledgements(world.actor("teacher"))) == [message]
    assert not Hiding.objects.exists()


@pytest.mark.parametrize(
    ("steps", "to"),
    [
        ([], "shown"),
        ([], "upheld"),
        (["hidden"], "hidden"),
        (["hidden"], "dismissed"),
        (["hidden"], "upheld"),
        (["hidden", "shown"], "shown"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(world: World, steps: list[str], to: str) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    for one in steps:
        assert taken(world, message, one).status_code == 200
    assert refused(taken(world, message, to)) == (409, "moderation_step")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hide_at_once_one_is_told(world: World) -> None:
    message = say(world, "officer", a_thread(world), WORDS)

    def hide(name: str) -> Any:
        asked: Any = {"message_id": message.pk, "to": Step.HIDE, "fault": Fault.SPAM}
        return moderate_message(actor=world.actor(name), **asked)

    ends = at_once(lambda: hide("facilitator"), lambda: hide("secretary"))
    assert sorted(isinstance(one, DomainError) for one in ends) == [False, True]
    assert ModerationStep.objects.count() == 1


# ---- appeals -----------------------------------------------------------------------------------------------


def test_an_appeal_is_decided_by_another_than_who_hid_it(world: World) -> None:
    message = a_hidden(world, a_thread(world))
    assert appealed(world, message).json()["hidden"]["state"] == "appealed"
    (case,) = waiting(world)
    assert (case["allowed"], case["appeal"], case["note"]) == ([], "Родина не проти", NOTE)
    for to in ("upheld", "shown"):
        assert refused(taken(world, message, to)) == (409, "decided_by_another")
    (case,) = waiting(world, "secretary")
    assert case["allowed"] == ["upheld", "shown"]
    assert taken(world, message, "upheld", by="secretary", note="Ні").json()["hidden"]["state"] == "upheld"
    assert waiting(world, "secretary") == []
    assert refused(appealed(world, message)) == (409, "appealed_already")
    assert api(world, "officer").get(f"messages/{message.pk}/moderation").json()["note"] == "Ні"
    assert taken(world, message, "shown").status_code == 200, "who moderates may change their mind"


def test_where_there_is_nobody_else_who_hid_it_decides(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    message = a_hidden(world, thread)
    appealed(world, message)
    (case,) = waiting(world)
    assert case["allowed"] == ["upheld", "shown"]
    assert taken(world, message, "shown").status_code == 200


def test_only_the_author_appeals_with_words(world: World) -> None:
    thread = a_thread(world)
    message = a_hidden(world, thread)
    assert refused(appealed(world, message, by="teacher")) == (403, "not_author")
    assert refused(appealed(world, say(world, "officer", thread))) == (403, "not_hidden")
    assert pointers(appealed(world, message, note=" ")) == [("/note", "blank")]
    with pytest.raises(Conflict):
        for _ in range(2):
            appeal_hiding(actor=world.actor("officer"), message_id=message.pk, note="Ні")


# ---- the log -----------------------------------------------------------------------------------------------


def test_the_log_says_who_did_what_and_nothing_that_was_written(world: World) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    reported(world, message, note=NOTE)
    taken(world, message, "hidden", note=NOTE)
    appealed(world, message)
    taken(world, message, "upheld", by="secretary", note=NOTE)
    taken(world, message, "shown")
    steps = log(world)
    assert [(one["what"], one["actor"]["person"]["id"]) for one in steps] == [
        ("shown", str(world.people["facilitator"].pk)),
        ("upheld", str(world.people["secretary"].pk)),
        ("appealed", str(world.people["officer"].pk)),
        ("hidden", str(world.people["facilitator"].pk)),
    ]
    assert {one["fault"] for one in steps} == {"personal_data"}
    told = orjson.dumps(steps).decode()
    assert not [one for one in (NOTE, "Олена", "не проти", str(world.people["teacher"].pk)) if one in told]


def test_nobody_changes_the_log(world: World) -> None:
    a_hidden(world, a_thread(world))
    for change in (lambda: ModerationStep.objects.update(fault="spam"), ModerationStep.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert len(log(world)) == 1


def test_who_does_not_read_the_thread_reads_nothing_of_it_in_lists(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    a_hidden(world, thread)
    reported(world, say(world, "officer", thread, WORDS), by="officer")
    assert (log(world), waiting(world, "secretary")) == ([], [])
    assert [one["visibility"] for one in log(world, "officer")] == ["restricted"]
    assert api(world, "outsider").get(f"groups/{world.group.pk}/moderation").status_code == 404


# ---- what it costs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["reports", "moderation"])
def test_as_many_queries_for_many_as_for_one(world: World, path: str) -> None:
    thread, other = a_thread(world), a_thread(world)

    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            items = api(world, "facilitator").get(f"groups/{world.group.pk}/{path}").json()["items"]
        return len(asked), len(items)

    def happen(place: Thread) -> None:
        appealed(world, a_hidden(world, place))
        reported(world, say(world, "officer", place, WORDS))

    happen(thread)
    cost()
    one, few = cost()
    for place in (thread, other, other):
        happen(place)
    many, more = cost()
    assert more > few
    assert many == one, (one, many)

"""Messages that must be read: who is asked, until when, how they answer, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.services import lift_must_read, make_must_read
from dialogue.messages.selectors import list_messages_involving_unscoped
from dialogue.models import (
    Acknowledgement,
    Attention,
    Message,
    MustRead,
    MustReadReminder,
    ThreadState,
)
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.reading.subscriptions import set_notification_level
from dialogue.threads.events import topic_of
from groups.guest_shares.services import share_with_guest
from groups.initiative_groups.services import suspend_group
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import end_membership
from groups.models import ShareAccess
from tests.cast import SYSTEM, World
from tests.dialogue.acknowledgements.helpers import (
    EVERYBODY,
    acknowledge,
    asked_for,
    awaited,
    news,
    told,
    tomorrow,
    waits_for,
)
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers, restrict, say, step
from tests.dialogue.timeline.replica import frames
from tests.groups.helpers import seat
from tests.tasks.helpers import in_days
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.models import Event
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


# ---- asking and answering ----------------------------------------------------------------------------------


def test_everybody_who_reads_it_is_asked_but_for_the_author(world: World) -> None:
    message = asked_for(world)
    assert waits_for(world, message) == EVERYBODY - {"officer"}
    # Who asks need not be told that they do.
    assert told(world) == sorted(EVERYBODY - {"officer", "facilitator"})


def test_an_answer_is_given_once_shown_to_its_author_and_kept(world: World) -> None:
    message = asked_for(world, due_on=in_days(3))
    line = api(world, "teacher")
    assert line.get(f"messages/{message.pk}").json()["must_read"]["acknowledged"] is False
    for _again in range(2):
        answer = line.put(f"messages/{message.pk}/acknowledgement")
        assert answer.status_code == 200
        assert answer.json()["must_read"]["acknowledged"] is True
    assert awaited(world, "teacher") == []
    (page,) = line.get(f"threads/{message.thread_id}/messages").json()["items"]
    assert page["must_read"] == answer.json()["must_read"]
    (page,) = api(world, "observer").get(f"threads/{message.thread_id}/messages").json()["items"]
    assert page["must_read"] == {**answer.json()["must_read"], "acknowledged": False}
    assert page["must_read"]["due_on"] == in_days(3).isoformat()
    assert page["must_read"]["marked_by"]["id"] == str(world.people["facilitator"].pk)
    assert Event.objects.filter(kind="dialogue.message_acknowledged").count() == 1


def test_what_is_acknowledged_is_what_they_had_before_them(world: World) -> None:
    message = asked_for(world)
    edit_message(actor=world.actor("officer"), message_id=message.pk, body="Інакше", expected_version=1)
    path = f"messages/{message.pk}/acknowledgement"
    for version, code in ((3, "not_said"), (0, "min_value"), ("1", "not_an_integer")):
        answer = api(world, "teacher").put(path, {"version": version})
        assert (answer.status_code, pointers(answer)) == (422, [("/version", code)])
    assert api(world, "teacher").put(path, {"version": 1}).status_code == 200
    assert api(world, "secretary").put(path).status_code == 200
    given = Acknowledgement.objects.order_by("version").values_list("person", "version")
    assert list(given) == [(world.people["teacher"].pk, 1), (world.people["secretary"].pk, 2)]


def test_to_see_it_is_not_to_acknowledge_it(world: World) -> None:
    message = asked_for(world)
    api(world, "teacher").put(f"threads/{message.thread_id}/read", {"ranges": [[1, 1]]})
    assert awaited(world, "teacher") == [1]


def test_who_asks_is_who_leads(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    for name in ("teacher", "officer", "secretary", "observer"):
        with pytest.raises(Forbidden):
            make_must_read(actor=world.actor(name), message_id=message.pk, due_on=None)
    assert api(world, "outsider").put(f"messages/{message.pk}/must-read", {}).status_code == 404


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"due_on": "2020-01-01"}, ("/due_on", "past")),
        ({"due_on": "2999-01-01"}, ("/due_on", "too_far")),
        ({"due_on": "завтра"}, ("/due_on", "invalid")),
        ({"due_on": 5}, ("/due_on", "invalid")),
        ({"until": None}, ("/until", "unknown")),
    ],
)
def test_nonsense_is_refused(world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
    message = say(world, "officer", a_thread(world))
    answer = api(world, "facilitator").put(f"messages/{message.pk}/must-read", body)
    assert (answer.status_code, pointers(answer)) == (422, [fault])
    assert not MustRead.objects.exists()


def test_what_cannot_be_acknowledged_is_refused(world: World) -> None:
    plain = say(world, "officer", a_thread(world))
    with pytest.raises(Conflict) as nobody_asks:
        acknowledge(world, "teacher", plain)
    with pytest.raises(Conflict) as own:
        acknowledge(world, "officer", asked_for(world))
    assert (nobody_asks.value.reason, own.value.reason) == ("not_must_read", "own_message")
    withdraw_message(actor=world.actor("officer"), message_id=plain.pk, expected_version=1)
    with pytest.raises(Conflict):
        make_must_read(actor=world.actor("facilitator"), message_id=plain.pk, due_on=None)


def test_another_day_keeps_the_answers(world: World) -> None:
    message = asked_for(world)
    acknowledge(world, "teacher", message)
    for due_on in (in_days(5), in_days(5), None):
        make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=due_on)
    events = Event.objects.filter(kind="dialogue.message_made_must_read").order_by("id")
    assert [one.data["again"] for one in events] == [False, True, True]
    assert waits_for(world, message) == EVERYBODY - {"officer", "teacher"}


# ---- who has and who has not -------------------------------------------------------------------------------


def listed(world: World, by: str, message: Message) -> dict[str, tuple[bool, bool]]:
    """Asked and answered, by name."""
    names = {str(person.pk): name for name, person in world.people.items()}
    items = api(world, by).get(f"messages/{message.pk}/acknowledgements").json()["items"]
    return {names[one["person"]["id"]]: (one["asked"], one["acknowledged_at"] is not None) for one in items}


def test_the_list_names_those_who_have_and_those_who_have_not(world: World) -> None:
    message = asked_for(world)
    acknowledge(world, "teacher", message)
    edit_message(actor=world.actor("officer"), message_id=message.pk, body="Інакше", expected_version=1)
    acknowledge(world, "observer", message)
    shown = listed(world, "observer", message)
    assert shown == {
        **dict.fromkeys(EVERYBODY - {"officer"}, (True, False)),
        **dict.fromkeys(("teacher", "observer"), (True, True)),
    }
    assert [*shown][-2:] == ["teacher", "observer"]
    items = api(world, "officer").get(f"messages/{message.pk}/acknowledgements").json()["items"]
    assert [one["version"] for one in items[-2:]] == [1, 2]
    assert items[-2]["organisation"]["id"] == str(world.organisations["school"].pk)


def test_guests_acknowledge_and_are_not_told_who_else_does(world: World) -> None:
    message = asked_for(world)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=message.thread_id,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Радить",
    )
    assert awaited(world, "outsider") == [1]
    acknowledge(world, "secretary", message)
    edit_message(actor=world.actor("officer"), message_id=message.pk, body="Інакше", expected_version=1)
    guest = api(world, "outsider")
    secretary = str(world.people["secretary"].pk)
    for address in (f"messages/{message.pk}", f"threads/{message.thread_id}/messages"):
        assert secretary not in guest.get(address).content.decode()
    heard = frames(topic_of(message.thread_id), 0)
    assert "dialogue.message_acknowledged" in [one["kind"] for one in heard]
    assert secretary not in str(heard)
    assert guest.get(f"messages/{message.pk}/acknowledgements").status_code == 403
    assert guest.put(f"messages/{message.pk}/acknowledgement").status_code == 200
    assert listed(world, "teacher", message)["outsider"] == (True, True)


def test_who_acknowledged_and_left_stays_on_record(world: World) -> None:
    message = asked_for(world)
    acknowledge(world, "teacher", message)
    leave(world, "teacher")
    assert listed(world, "facilitator", message)["teacher"] == (False, True)


def test_the_list_costs_the_same_however_long(world: World) -> None:
    message = asked_for(world, a_restricted_thread(world, organisations=("police", "school", "council")))
    line, path = api(world, "officer"), f"messages/{message.pk}/acknowledgements"
    line.get(path)
    few = queries(line, path)
    for name in ("teacher", "secretary", "councillor"):
        acknowledge(world, name, message)
    assert queries(line, path) == few <= 10
    today = api(world, "facilitator")
    today.get("today")
    few = queries(today, "today")
    for _more in range(3):
        asked_for(world, message.thread)
    today.get("today")
    assert queries(today, "today") == few


def queries(line: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert line.get(path).status_code == 200
    return len(captured)


# ---- what ends and begins it -------------------------------------------------------------------------------


def leave(world: World, name: str) -> None:
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats[name].pk, reason="Ротація"
    )


def test_it_follows_access_at_once(world: World) -> None:
    message = asked_for(world)
    leave(world, "teacher")
    seat(world, "outsider")
    assert waits_for(world, message) == EVERYBODY - {"officer", "teacher"} | {"outsider"}
    restrict(world, message.thread, organisations=("police", "council"))
    assert waits_for(world, message) == {"facilitator", "secretary", "councillor"}
    with pytest.raises(NotFound):
        acknowledge(world, "observer", message)
    assert not Acknowledgement.objects.exists()


def test_whoever_follows_in_a_post_is_asked_themselves(world: World) -> None:
    message = asked_for(world)
    acknowledge(world, "teacher", message)
    transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["teacher"].pk,
        person_id=world.people["outsider"].pk,
        document="Наказ № 9",
        reason="Ротація",
    )
    assert "outsider" in waits_for(world, message)
    assert listed(world, "facilitator", message)["outsider"] == (True, False)


@pytest.mark.parametrize("way", ["lifted", "withdrawn", "erased", "suspended"])
def test_it_ends(world: World, way: str) -> None:
    message = asked_for(world)
    acknowledge(world, "teacher", message)
    if way == "lifted":
        for _again in range(2):
            lift_must_read(actor=world.actor("facilitator"), message_id=message.pk)
        assert Event.objects.filter(kind="dialogue.message_must_read_lifted").count() == 1
    elif way == "withdrawn":
        withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    elif way == "erased":
        anonymise_author(
            actor=SYSTEM, person_id=world.people["officer"].pk, pseudonym="№ 7", removes_messages=True
        )
    else:
        suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Літо")
    assert waits_for(world, message) == set()
    tomorrow(world)
    assert told(world, "dialogue.must_read_due") == []
    if way != "suspended":
        assert api(world, "observer").get(f"messages/{message.pk}").json()["must_read"] is None
        assert not MustReadReminder.objects.exists()


def test_what_was_not_told_yet_is_not_told_of_what_is_over(world: World) -> None:
    message = asked_for(world)
    acknowledge(world, "teacher", message)
    assert "teacher" not in told(world)
    assert len(news(world, "secretary")) == 1
    lift_must_read(actor=world.actor("facilitator"), message_id=message.pk)
    assert news(world, "secretary") == []


def test_who_only_asked_is_renamed_on_open_pages(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=None)
    facilitator = world.people["facilitator"].pk
    anonymise_author(actor=SYSTEM, person_id=facilitator, pseudonym="№ 7", removes_messages=False)
    assert Event.objects.filter(kind="dialogue.author_erased").count() == 1
    assert [one.pk for one in list_messages_involving_unscoped(message.thread_id, facilitator)] == [
        message.pk
    ]


def test_what_is_lifted_is_not_told(world: World) -> None:
    message = asked_for(world)
    assert "secretary" in told(world)
    lift_must_read(actor=world.actor("facilitator"), message_id=message.pk)
    assert news(world, "secretary") == []


def test_whoever_mutes_the_thread_is_asked_all_the_same(world: World) -> None:
    thread = a_thread(world)
    set_notification_level(actor=world.actor("teacher"), thread_id=thread.pk, level=Attention.MUTED)
    assert "teacher" in waits_for(world, asked_for(world, thread))
    assert "teacher" in told(world)


def test_a_closed_thread_can_still_be_acknowledged(world: World) -> None:
    message = asked_for(world)
    step(world, message.thread, ThreadState.SUMMARISING)
    step(world, message.thread, ThreadState.CLOSED)
    acknowledge(world, "teacher", message)
    assert waits_for(world, message) == EVERYBODY - {"officer", "teacher"}


# ---- restricted --------------------------------------------------------------------------------------------


def test_a_restricted_one_leaks_nothing_and_is_written_down(world: World) -> None:
    message = asked_for(world, a_restricted_thread(world, organisations=("police", "school")))
    for address in ("acknowledgement", "must-read"):
        assert api(world, "observer").put(f"messages/{message.pk}/{address}", {}).status_code in (400, 404)
    assert api(world, "observer").get(f"messages/{message.pk}/acknowledgements").status_code == 404
    assert awaited(world, "observer") == []
    AccessRecord.objects.all().delete()
    assert awaited(world, "teacher") == [1]
    assert AccessRecord.objects.filter(reader=world.people["teacher"]).exists()

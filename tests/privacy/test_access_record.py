"""Who saw my data, when, for what mandate: what is written down, and who is told of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread
from dialogue.threads.realtime import resolve_hearing
from tests.architecture.test_default_deny import endpoints
from tests.architecture.test_routes import PARAMETER, filled
from tests.cast import World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, say
from tests.groups.helpers import at
from tests.groups.initiative_groups.test_api import Browser as GroupsBrowser
from tests.groups.joining.test_joining import ask
from tests.privacy.conftest import Browser, an_officer
from tests.privacy.seen import between_two, next_hour, record_of, rows
from tests.tasks.export.test_export import content_of
from tests.tasks.helpers import an_item, prove
from viche.accounts.models import User
from viche.kernel.access_log import Read, log_access
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.privacy.policies import access_records
from viche.privacy.registry import DATA_CATEGORIES
from viche.realtime.registry import TOPIC_KINDS

pytestmark = pytest.mark.django_db


def test_no_token_opens_the_record_not_even_that_of_its_own_person(world: World) -> None:
    teacher = world.people["teacher"]
    token = Actor(person_id=teacher.pk, token_id=uuid7(), scopes=frozenset({"privacy:read"}))
    assert not access_records.visible_to(token).exists()
    assert list(access_records.visible_to(Actor.for_person(teacher.pk))) == [teacher]


def test_whoever_opens_the_record_of_a_person_is_told_why(world: World) -> None:
    teacher = world.people["teacher"]
    for who, why in ((teacher, "self"), (an_officer(world), "data_protection_officer")):
        assert [one.kind for one in access_records.explain(Actor.for_person(who.pk), teacher)] == [why]


# ---- what is written down ----------------------------------------------------------------------------------


def test_who_opens_a_restricted_thread_stands_in_the_record_of_who_spoke_there(world: World) -> None:
    thread, facilitator = between_two(world), world.people["facilitator"]
    Browser(facilitator).get(f"threads/{thread.pk}/messages")
    (row,) = record_of(world)
    assert row["reader"] == {
        "id": str(facilitator.pk),
        "name": {"uk": facilitator.name_uk, "en": facilitator.name_uk},
    }
    assert row["what"] == {
        "kind": "thread",
        "title": {"uk": thread.title_uk, "en": thread.title_uk},
        "url": f"/threads/{thread.pk}",
    }
    assert (row["way"], row["ground"]["kind"]) == ("page", "membership")
    assert row["ground"]["organisation"]["uk"] == world.organisations["ngo"].name_uk
    assert row["ground"]["position"]["uk"] == "представник"
    assert record_of(world, "teacher") == []
    assert record_of(world, "facilitator") == []


def test_who_comes_back_and_is_told_what_came_of_a_restricted_thread_reads_it(world: World) -> None:
    say(world, "facilitator", a_thread(world))
    thread, facilitator = between_two(world), Browser(world.people["facilitator"])
    told = facilitator.get(f"groups/{world.group.pk}/catch-up")["happenings"]
    assert [(one["thread_id"], one["what"]) for one in told] == [(str(thread.pk), "opened")]
    assert rows() == [("thread", "list", "membership")]


def test_what_the_whole_group_reads_leaves_no_row(world: World) -> None:
    thread, item = a_thread(world), an_item(world)
    say(world, "officer", thread)
    browser = Browser(world.people["teacher"])
    for path in (
        f"threads/{thread.pk}",
        f"threads/{thread.pk}/messages",
        "threads",
        f"groups/{world.group.pk}/threads",
        f"action-items/{item.pk}",
        "action-items",
        "today",
        f"events?topic=thread:{thread.pk}&after=0",
    ):
        browser.get(path)
    assert rows() == []


# Reading these tells nothing of what somebody said there.
NOTHING_SAID = {
    "ThreadCard",
    "ThreadAccessRequests",
    "MyThreadAccess",
    "MyItemAccess",
    "ThreadEmergencies",
    "ItemEmergencies",
    "ActionItemLink",
    "ThreadMergeObstacles",
    "ThreadSplitObstacles",
}
# These show nothing restricted, whoever asks.
TO_ALL = {"PublicThread", "PublicMessages"}


def addresses() -> list[tuple[str, str]]:
    """Every address that shows one thread, message or action item."""
    return [
        (address, cls.__name__)
        for address, cls in endpoints()
        if {name for _kind, name in PARAMETER.findall(address)} & {"thread_id", "message_id", "action_id"}
        and "GET" in cls.actions
        and cls.__name__ not in NOTHING_SAID | TO_ALL
    ]


@pytest.mark.parametrize(("address", "name"), addresses(), ids=lambda one: one)
def test_every_address_of_something_restricted_leaves_a_row(world: World, address: str, name: str) -> None:
    thread = between_two(world)
    message = say(world, "officer", thread)
    item = an_item(world, thread_id=thread.pk)
    ids = {"thread_id": thread.pk, "message_id": message.pk, "action_id": item.pk}
    reader = world.people["officer"]
    answer = Browser(reader).ask("GET", filled(address, ids).removeprefix("/api/v1/"))
    assert answer.status_code == 200, address
    way = "page"
    if answer.streaming:  # read to its end, as by a browser
        way = "file" if content_of(answer) else "nothing"
    assert ("action" if "action_id" in address else "thread", way, "membership") in rows(reader=reader)


def test_lists_and_the_day_say_what_they_showed(world: World) -> None:
    thread = between_two(world)
    an_item(world, thread_id=thread.pk)
    browser, path = Browser(world.people["facilitator"]), f"groups/{world.group.pk}/threads"
    for place, address in enumerate((path, "threads", "today", "action-items")):
        with at(now() + timedelta(hours=2 * place)):
            browser.get(address)
    kind_and_way = [row[:2] for row in rows(reader=world.people["facilitator"])]
    assert kind_and_way == [("thread", "list"), ("thread", "list"), ("thread", "list"), ("action", "list")]


def test_the_inbox_says_what_it_showed_of_something_restricted_or_personal(world: World) -> None:
    officer = world.people["officer"]
    an_item(world, owner="police")
    drain_outbox()
    Browser(officer).get("notifications")
    assert rows() == [], "the whole group reads it"
    an_item(world, owner="police", thread_id=between_two(world).pk)
    ask(world, GroupsBrowser(world.people["outsider"]))
    drain_outbox()
    for name in ("officer", "facilitator"):
        Browser(world.people[name]).get("notifications")
    assert rows(reader=officer) == [("action", "list", "membership")]
    assert rows(reader=world.people["facilitator"]) == [("join_request", "list", "membership")]
    (mine,) = record_of(world, "outsider")
    assert mine["what"]["kind"] == "join_request"


def test_a_file_of_a_restricted_item_is_read_too(world: World) -> None:
    from tasks.models import Audience
    from tests.tasks.helpers import move

    thread = between_two(world)
    item = an_item(world, owner="police", thread_id=thread.pk)
    assert item.audience == Audience.THREAD
    item = move(world, move(world, item, "accepted", "officer"), "in_progress", "officer")
    officer = Browser(world.people["officer"])
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("note.txt", b"Beside the stairs", "text/plain")
    file = officer.client.post("/api/v1/files", {"file": sent}).json()
    prove(world, item, by="officer", kind="file", file_id=UUID(file["id"]), url="")
    facilitator = Browser(world.people["facilitator"])
    link = facilitator.ask("POST", f"files/{file['id']}/link").json()["url"]
    assert rows(reader=world.people["facilitator"]) == []
    assert facilitator.client.get(link).status_code == 200
    assert rows(reader=world.people["facilitator"]) == [("action", "link", "membership")]


def test_to_listen_is_to_read_and_the_leave_ends_with_the_hour(world: World) -> None:
    thread, reader = between_two(world), world.actor("facilitator")
    questions = [(reader, thread.pk), (world.actor("teacher"), thread.pk), (reader, uuid7())]
    heard, *others = TOPIC_KINDS["thread"].authorise(questions)
    assert others == [None, None]
    assert heard is not None
    assert heard.until is not None
    assert timedelta() < heard.until - now() <= timedelta(hours=1)
    assert rows() == [("thread", "live", "membership")]
    with at(heard.until + timedelta(seconds=1)):
        TOPIC_KINDS["thread"].authorise(questions)
    assert rows() == [("thread", "live", "membership")] * 2
    # The rule itself writes nothing: it is asked for other things as well.
    resolve_hearing(world.actor("officer"), thread.pk)
    assert rows(reader=world.people["officer"]) == []


def test_to_catch_up_over_http_is_to_read(world: World) -> None:
    thread = between_two(world)
    Browser(world.people["facilitator"]).get(f"events?topic=thread:{thread.pk}&after=0")
    assert rows() == [("thread", "live", "membership")]


def test_an_administrator_who_looks_at_accounts_stands_in_the_record_of_each(world: World) -> None:
    administrator = Browser(world.people["administrator"])
    administrator.get(f"people/{world.people['teacher'].pk}")
    administrator.get("people?limit=100")
    told = [(one["what"]["kind"], one["way"], one["ground"]["kind"]) for one in record_of(world, "teacher")]
    assert told == [("account", "list", "administrator"), ("account", "page", "administrator")]
    assert [one["way"] for one in record_of(world, "officer")] == ["list"]
    assert record_of(world, "administrator") == []


def test_a_guest_is_told_who_looked_why_they_were_asked(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    body = {
        "person": str(guest.pk),
        "access": "read",
        "until": str(now() + timedelta(days=1)),
        "reason": "Так",
    }
    facilitator = Browser(world.people["facilitator"])
    assert facilitator.ask("POST", f"threads/{thread.pk}/shares", body).status_code == 201
    Browser(world.people["officer"]).get(f"threads/{thread.pk}/access")
    assert record_of(world, "outsider") == []
    facilitator.get(f"threads/{thread.pk}/access")
    (row,) = record_of(world, "outsider")
    assert (row["what"]["kind"], row["ground"]["kind"]) == ("guest_share", "membership")


# ---- who is told -------------------------------------------------------------------------------------------


def test_a_title_that_one_may_not_see_any_more_is_not_told(world: World) -> None:
    from tests.dialogue.helpers import restrict

    thread = between_two(world)
    restrict(world, thread, organisations=("school",))
    Browser(world.people["teacher"]).get(f"threads/{thread.pk}")
    (row,) = record_of(world)
    assert row["what"] == {"kind": "thread", "title": None, "url": None}
    assert row["reader"]["id"] == str(world.people["teacher"].pk)


def test_who_read_before_i_spoke_did_not_read_of_me(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    with at(next_hour(5)):
        Browser(world.people["facilitator"]).get(f"threads/{thread.pk}")
    with at(next_hour(65)):
        say(world, "officer", thread)
        assert record_of(world) == []
        Browser(world.people["facilitator"]).get(f"threads/{thread.pk}")
        (row,) = record_of(world)
    assert datetime.fromisoformat(row["at"]) == next_hour(65)


def test_the_officer_sees_it_for_a_person_in_their_care_and_stands_in_it(
    world: World, elsewhere: World
) -> None:
    thread, officer = between_two(world), Browser(an_officer(world))
    Browser(world.people["facilitator"]).get(f"threads/{thread.pk}")
    path = f"people/{world.people['officer'].pk}/access-record"
    told = officer.get(path)["items"]
    assert [(one["what"]["kind"], one["ground"]["kind"]) for one in told] == [
        ("access_record", "data_protection_officer"),
        ("thread", "membership"),
    ]
    assert told[1]["what"]["title"] is None  # the officer does not see the thread
    assert [one["what"]["kind"] for one in record_of(world)] == ["access_record", "thread"]
    stranger = person("stranger")
    for reader in (world.people["teacher"], world.people["administrator"], stranger):
        assert Browser(reader).problem("GET", path) == (404, "not_found")
    # Who has a tie to no place is in the care of every officer; who has one elsewhere, of those there.
    assert officer.ask("GET", f"people/{stranger.pk}/access-record").status_code == 200
    theirs = elsewhere.people["officer"]
    assert officer.problem("GET", f"people/{theirs.pk}/access-record") == (404, "not_found")


def test_the_officer_finds_those_in_their_care_by_name_and_nobody_else_does(
    world: World, elsewhere: World
) -> None:
    officer = Browser(an_officer(world))
    found = {one["id"] for one in officer.get("data-subjects?limit=100")["items"]}
    assert found >= {str(world.people[name].pk) for name in world.mandates}
    assert found.isdisjoint(str(elsewhere.people[name].pk) for name in elsewhere.mandates)
    assert str(world.people["administrator"].pk) in found, "whom nobody else would serve"
    teacher = world.people["teacher"]
    assert officer.get(f"data-subjects?q={teacher.name_uk}")["items"] == [
        {"id": str(teacher.pk), "name": {"uk": teacher.name_uk, "en": teacher.name_uk}}
    ]
    assert officer.get("data-subjects?q=nobody")["items"] == []
    for name in ("facilitator", "administrator", "outsider"):
        assert Browser(world.people[name]).problem("GET", "data-subjects") == (403, "forbidden")
    assert Browser().problem("GET", "data-subjects") == (401, "signed_out")
    assert officer.problem("GET", f"data-subjects?q={'а' * 101}") == (400, "bad_query")


def test_whom_the_officer_is_shown_in_a_list_is_told_so(world: World) -> None:
    officer, teacher = Browser(an_officer(world)), world.people["teacher"]
    officer.get(f"data-subjects?q={teacher.name_uk}")
    assert rows() == [("data_subject", "list", "data_protection_officer")]
    (mine,) = record_of(world, "teacher")
    assert (mine["what"]["kind"], mine["reader"]["id"]) == ("data_subject", str(world.people["dpo"].pk))
    assert record_of(world) == []


def test_to_find_many_takes_as_many_queries_as_to_find_one(world: World) -> None:
    officer = Browser(an_officer(world))
    with CaptureQueriesContext(connection) as few:
        officer.get("data-subjects?limit=1")
    with CaptureQueriesContext(connection) as many:
        officer.get("data-subjects?limit=100")
    assert len(many) == len(few)


def test_a_request_about_personal_data_tells_who_read_it(world: World) -> None:
    body = {"kind": "access", "text": "Що ви про мене знаєте?"}
    made = Browser(world.people["teacher"]).ask("POST", "me/data/requests", body).json()
    officer = Browser(an_officer(world))
    officer.get("subject-requests")
    officer.get(f"subject-requests/{made['id']}")
    told = [(one["what"]["kind"], one["way"]) for one in record_of(world, "teacher")]
    assert told == [("subject_request", "page"), ("subject_request", "list")]


def test_a_page_of_many_takes_as_many_queries_as_one_of_one(world: World) -> None:
    def read_by(reader: User, thread: Thread) -> None:
        log_access(Actor.for_person(reader.pk), [Read("thread", thread.pk)])

    read_by(world.people["facilitator"], between_two(world))
    browser = Browser(world.people["officer"])
    with CaptureQueriesContext(connection) as for_one:
        assert len(browser.get("me/access-record")["items"]) == 1
    for _one in range(30):
        read_by(world.people["facilitator"], between_two(world))
    with CaptureQueriesContext(connection) as for_many:
        page = browser.get("me/access-record?limit=20")
    assert len(page["items"]) == 20
    assert len(for_many) == len(for_one)
    rest = browser.get(f"me/access-record?limit=20&cursor={page['next_cursor']}")
    assert (len(rest["items"]), rest["next_cursor"]) == (11, None)
    assert len({one["id"] for one in page["items"] + rest["items"]}) == 31


def test_bad_parameters_are_refused_by_name(world: World) -> None:
    browser = Browser(world.people["officer"])
    assert browser.problem("GET", "me/access-record?cursor=x") == (400, "bad_cursor")
    assert browser.problem("GET", "me/access-record?limit=101") == (400, "bad_limit")
    assert browser.problem("GET", "me/access-record?reader=x") == (400, "bad_query")


def test_both_sides_of_it_stand_in_the_copy(world: World) -> None:
    thread = between_two(world)
    Browser(world.people["facilitator"]).get(f"threads/{thread.pk}")
    (seen,) = DATA_CATEGORIES["privacy.access_record"].read(world.people["officer"].pk)
    assert (seen["what"], seen["reason"]) == (f"thread {thread.pk}", "membership")
    assert seen["organisation"] == world.organisations["ngo"].name_uk
    assert world.people["facilitator"].name_uk not in str(seen)
    (mine,) = DATA_CATEGORIES["privacy.reads"].read(world.people["facilitator"].pk)
    assert mine["what"] == f"thread {thread.pk}"

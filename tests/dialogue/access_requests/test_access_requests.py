"""Asking to read a restricted thread of which one knows, and what is answered."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.access_requests.access_log import REQUEST
from dialogue.access_requests.selectors import WAITING_TIMES
from dialogue.access_requests.services import ask_for_access, withdraw_access_request
from dialogue.models import AccessRequest, AccessState, ThreadState
from dialogue.privacy.erasure import anonymise_author
from groups.grants import rebuild_grants
from groups.initiative_groups.services import suspend_group
from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership, start_membership
from groups.models import AudienceSpan, Role
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.dialogue.access_requests.helpers import an_announced_thread, announce, ask, grant, refuse
from tests.dialogue.helpers import a_restricted_thread, api, pointers, restrict, say, step
from tests.dialogue.lifecycle.test_visibility import readers
from tests.groups.helpers import fire_due
from tests.privacy.seen import rows
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.kernel.access_log import AccessMode
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.models import AccessChange, Event

pytestmark = pytest.mark.django_db


def later(wait: timedelta) -> AbstractContextManager[None]:
    """A little after so much time has passed."""
    at = now() + wait + timedelta(minutes=1)
    return replace_clock(lambda: at)


def test_who_leads_the_thread_reads_who_asks_why_and_through_which_seat(world: World) -> None:
    thread = an_announced_thread(world)
    made = api(world, "teacher").post(f"threads/{thread.pk}/access-requests", {"reason": "Школа поруч"})
    assert made.status_code == 201, made.content
    (shown,) = api(world, "facilitator").get(f"threads/{thread.pk}/access-requests").json()["items"]
    assert (shown["reason"], shown["state"]) == ("Школа поруч", "pending")
    assert shown["asker"]["person"]["id"] == str(world.people["teacher"].pk)
    assert shown["asker"]["organisation"]["id"] == str(world.organisations["school"].pk)
    assert set(shown["allowed"]) == {"read", "grant", "decline"}
    assert set(made.json()["allowed"]) == {"read", "withdraw"}
    # Who reads it and leads nothing is not told; nor who leads nothing and reads the group alone.
    assert api(world, "officer").get(f"threads/{thread.pk}/access-requests").status_code == 403
    assert api(world, "secretary").get(f"threads/{thread.pk}/access-requests").status_code == 404
    assert api(world, "officer").get(f"access-requests/{shown['id']}").status_code == 404


def test_who_leads_the_group_and_does_not_read_the_thread_is_told_nothing(world: World) -> None:
    thread = announce(world, a_restricted_thread(world, organisations=("police", "ngo")))
    request = ask(world, thread)
    a_seat(world.group, world.mandates["outsider"], Role.FACILITATOR)
    assert api(world, "outsider").get(f"access-requests/{request.pk}").status_code == 404
    assert api(world, "outsider").get(f"threads/{thread.pk}/access-requests").status_code == 404


def test_granting_names_the_person_and_nobody_else_less_or_more(world: World) -> None:
    thread = an_announced_thread(world)
    say(world, "officer", thread)
    before = thread.version
    request = ask(world, thread)
    answer = api(world, "facilitator").post(f"access-requests/{request.pk}", {"to": "granted"})
    assert (answer.status_code, answer.json()["state"]) == (200, "granted"), answer.content
    assert readers(world, thread) == {"facilitator", "officer", "teacher"}
    assert say(world, "teacher", thread).number == 2
    thread.refresh_from_db()
    assert (thread.version, thread.is_announced) == (before + 1, True)
    assert AudienceSpan.objects.filter(
        container_id=thread.pk, person=world.people["teacher"], until=None, since__isnull=False
    ).exists()
    assert not rebuild_grants()


def test_declining_needs_a_reason_that_who_asked_reads(world: World) -> None:
    thread = an_announced_thread(world)
    request = ask(world, thread)
    facilitator = api(world, "facilitator")
    answer = facilitator.post(f"access-requests/{request.pk}", {"to": "declined"})
    assert pointers(answer) == [("/reason", "blank")]
    refuse(world, request.pk)
    shown = api(world, "teacher").get(f"threads/{thread.pk}/card").json()
    assert (shown["request"]["state"], shown["request"]["answer"]) == ("declined", "Ідеться про інше")
    assert shown["request"]["again_at"] is not None
    assert shown["allowed"] == []
    assert readers(world, thread) == {"facilitator", "officer"}


def test_bad_words_are_said_where_they_stand(world: World) -> None:
    thread = an_announced_thread(world)
    teacher = api(world, "teacher")
    for body in ({}, {"reason": " "}, {"reason": "я" * 1001}, {"reason": 7}):
        answer = teacher.post(f"threads/{thread.pk}/access-requests", body)
        assert answer.status_code == 422, answer.content
        assert [pointer for pointer, _code in pointers(answer)] == ["/reason"]
    request = ask(world, thread)
    answer = api(world, "facilitator").post(f"access-requests/{request.pk}", {"to": "over"})
    assert [pointer for pointer, _code in pointers(answer)] == ["/to"]


def test_one_waits_at_a_time_and_nobody_floods(world: World) -> None:
    thread = an_announced_thread(world)
    first = ask(world, thread)
    with pytest.raises(Conflict) as refused:
        ask(world, thread)
    assert refused.value.reason == "already_asked"
    withdraw_access_request(actor=world.actor("teacher"), request_id=first.pk)
    with pytest.raises(Conflict) as refused:
        ask(world, thread)
    assert refused.value.reason == "asked_lately"
    with later(WAITING_TIMES[AccessState.WITHDRAWN]):
        second = ask(world, thread)
        refuse(world, second.pk)
        assert api(world, "teacher").get(f"threads/{thread.pk}/card").json()["allowed"] == []
        with pytest.raises(Conflict):
            ask(world, thread)
        with later(WAITING_TIMES[AccessState.DECLINED]):
            card = api(world, "teacher").get(f"threads/{thread.pk}/card").json()
            assert card["allowed"] == ["ask_for_access"]
            ask(world, thread)
    assert AccessRequest.objects.count() == 3


def test_nobody_asks_for_what_they_read_or_do_not_know(world: World) -> None:
    thread = an_announced_thread(world)
    with pytest.raises(Conflict) as refused:
        ask(world, thread, by="officer")
    assert refused.value.reason == "already_reads"
    for name in ("outsider", "administrator"):
        with pytest.raises(NotFound):
            ask(world, thread, by=name)
    hidden = a_restricted_thread(world, organisations=("police",))
    with pytest.raises(NotFound):
        ask(world, hidden)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    with pytest.raises(Forbidden) as stopped:
        ask(world, thread)
    assert stopped.value.reason == "group_not_working"


def test_an_answered_request_is_not_answered_again(world: World) -> None:
    request = ask(world, an_announced_thread(world))
    refuse(world, request.pk)
    with pytest.raises(Forbidden):
        grant(world, request.pk)
    with pytest.raises(Forbidden):
        withdraw_access_request(actor=world.actor("teacher"), request_id=request.pk)
    other = ask(world, an_announced_thread(world))
    with pytest.raises(NotFound):
        withdraw_access_request(actor=world.actor("councillor"), request_id=other.pk)


def test_whose_seat_ended_waits_no_more_and_is_not_let_in(world: World) -> None:
    thread = an_announced_thread(world)
    request = ask(world, thread)
    seat = world.seats["teacher"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="Інша робота")
    shown = api(world, "teacher").get(f"access-requests/{request.pk}").json()
    assert (shown["state"], shown["decided_by"], shown["allowed"]) == ("over", None, ["read"])
    (shown,) = api(world, "facilitator").get(f"threads/{thread.pk}/access-requests").json()["items"]
    assert shown["state"] == "over"
    (closed,) = Event.objects.filter(kind="dialogue.access_request_closed")
    assert (closed.data["state"], closed.actor_id) == ("over", None)
    # Whoever sits there again asks again: what they asked for before does not come back.
    a_seat(world.group, a_mandate(world.people["teacher"], world.organisations["school"]), Role.MEMBER)
    with pytest.raises(Forbidden):
        grant(world, request.pk)
    ask(world, thread)
    assert readers(world, thread) == {"facilitator", "officer"}


def test_who_has_another_seat_still_asks_by_the_one_they_asked_by(world: World) -> None:
    thread = an_announced_thread(world)
    waits = ask(world, thread)
    a_seat(world.group, a_mandate(world.people["teacher"], world.organisations["ngo"]), Role.OBSERVER)
    waits.refresh_from_db()
    assert waits.state == AccessState.PENDING
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["teacher"].pk, reason="Інша робота")
    waits.refresh_from_db()
    assert waits.state == AccessState.OVER
    assert ask(world, thread).state == AccessState.PENDING


def test_a_seat_that_runs_out_by_itself_ends_the_request(world: World) -> None:
    thread = an_announced_thread(world)
    guest = a_mandate(person("substitute"), world.organisations["school"])
    ends = now() + timedelta(days=3)
    start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=guest.pk, role=Role.MEMBER, until=ends)
    request = ask_for_access(actor=Actor.for_person(guest.person_id), thread_id=thread.pk, reason="Заміна")
    with later(timedelta(days=3)):
        # Until it is looked at, nobody is told of them and nobody lets them in.
        assert api(world, "facilitator").get(f"threads/{thread.pk}/access-requests").json()["items"] == []
        with pytest.raises(Conflict) as refused:
            grant(world, request.pk)
        assert refused.value.reason == "seat_over"
        fire_due()
        request.refresh_from_db()
        assert request.state == AccessState.OVER


def test_whoever_is_named_otherwise_has_their_answer_too(world: World) -> None:
    thread = an_announced_thread(world)
    request = ask(world, thread)
    restrict(world, thread, organisations=("police", "school"))  # and announced no more
    request.refresh_from_db()
    assert request.state == AccessState.GRANTED
    other = ask(world, announced := an_announced_thread(world), by="councillor")
    announce(world, announced, announced=False)
    other.refresh_from_db()
    assert other.state == AccessState.OVER


def test_both_sides_are_told_and_who_asked_nothing_of_what_is_in_it(world: World) -> None:
    thread = an_announced_thread(world)
    say(world, "officer", thread, "Таємниця")
    forget()
    request = ask(world, thread, reason="Дуже особисте")
    assert told(world) == {"facilitator": "leads"}
    shown = words(world, "facilitator")
    assert "Дуже" not in f"{shown.title} {shown.body}"
    forget()
    refuse(world, request.pk)
    assert told(world) == {"teacher": "asked"}
    said = words(world, "teacher")
    assert said.body["uk"] == "Ідеться про інше"
    assert (said.shows, said.url) == ((), f"/threads/{thread.pk}")
    # Announced no more, its title is told to nobody who does not read it.
    assert thread.title_uk in said.title["uk"]
    announce(world, thread, announced=False)
    assert thread.title_uk not in words(world, "teacher").title["uk"]


def test_who_is_let_in_is_told_so_and_who_takes_it_back_is_not(world: World) -> None:
    thread = an_announced_thread(world)
    request = ask(world, thread)
    forget()
    grant(world, request.pk)
    assert told(world) == {"teacher": "asked"}
    assert thread.title_uk in words(world, "teacher").title["uk"]
    other = ask(world, an_announced_thread(world))
    forget()
    withdraw_access_request(actor=world.actor("teacher"), request_id=other.pk)
    assert told(world) == {}


def test_whose_words_are_read_may_ask_who_read_them(world: World) -> None:
    thread = an_announced_thread(world)
    ask(world, thread)
    assert api(world, "facilitator").get(f"threads/{thread.pk}/access-requests").status_code == 200
    read = (REQUEST, AccessMode.LIST, "membership")
    assert read in rows(reader=world.people["facilitator"])
    # One's own request is no look at anybody.
    api(world, "teacher").get(f"threads/{thread.pk}/card")
    assert rows(reader=world.people["teacher"]) == []


def test_an_old_notice_says_nothing_to_who_leads_no_more(world: World) -> None:
    thread = an_announced_thread(world)
    forget()
    request = ask(world, thread)
    assert told(world) == {"facilitator": "leads"}
    refuse(world, request.pk)
    with pytest.raises(KeyError):
        words(world, "facilitator")


def test_the_list_of_requests_costs_the_same_for_many(world: World) -> None:
    thread = an_announced_thread(world)
    ask(world, thread)
    facilitator = api(world, "facilitator")

    def cost() -> int:
        facilitator.get(f"threads/{thread.pk}/access-requests")  # what is written down once an hour
        with CaptureQueriesContext(connection) as queries:
            assert facilitator.get(f"threads/{thread.pk}/access-requests").status_code == 200
        return len(queries)

    few = cost()
    for name in ("councillor", "observer", "secretary"):
        ask(world, thread, by=name)
    assert cost() == few


def test_an_observer_who_is_let_in_reads_and_does_not_write(world: World) -> None:
    thread = an_announced_thread(world)
    grant(world, ask(world, thread, by="observer").pk)
    assert "observer" in readers(world, thread)
    with pytest.raises(Forbidden):
        say(world, "observer", thread)


def test_erasure_takes_back_what_somebody_asks_for_and_forgets_why(world: World) -> None:
    first, second = ask(world, an_announced_thread(world)), ask(world, an_announced_thread(world))
    refuse(world, second.pk)
    anonymise_author(
        actor=SYSTEM, person_id=world.people["teacher"].pk, pseudonym="Особа 1", removes_messages=False
    )
    for row in AccessRequest.objects.filter(pk__in=(first.pk, second.pk)):
        assert (row.reason, row.answer) == ("", "")
        assert row.state in (AccessState.WITHDRAWN, AccessState.DECLINED)


def test_nothing_opens_for_who_only_asks(world: World) -> None:
    thread = an_announced_thread(world)
    before = AccessChange.objects.count()
    ask_for_access(actor=world.actor("teacher"), thread_id=thread.pk, reason="Школа поруч")
    assert AccessChange.objects.count() == before
    step(world, thread, ThreadState.SUMMARISING)
    assert readers(world, thread) == {"facilitator", "officer"}

"""A person's calendar: an address of their own, and what is due for them at it, for programs of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from groups.memberships.services import end_membership
from tasks.models import ActionItem
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.tasks.helpers import an_item, an_item_in, edit, in_days, move
from viche.accounts.models import Demand
from viche.accounts.services.factor_requirements import require_factors
from viche.accounts.services.people import deactivate_person
from viche.accounts.services.tokens import issue_token
from viche.accounts.session_validity import build_token_actor
from viche.deadlines.models import CalendarFeed
from viche.kernel.clock import now
from viche.kernel.models import Event

MINE = "me/calendar-feed"


def made(world: World, name: str) -> str:
    answer = api(world, name).post(MINE, None)
    assert answer.status_code == 201
    return str(answer.json()["path"])


def fetched(path: str, **headers: str) -> Any:
    return Client().get(path, headers=headers)


def events(body: bytes) -> list[Any]:
    return Calendar.from_ical(body).walk("VEVENT")


def titles(path: str) -> list[str]:
    return [str(one["summary"]) for one in events(fetched(path).content)]


def test_a_program_finds_what_its_person_works_on_and_could_verify(world: World) -> None:
    mine = an_item(world, title_uk="Пандуси, освітлення; двері")
    an_item_in(world, "verified", title_uk="Готове")
    an_item(world, owner="police", title_uk="Чуже")
    waiting = an_item_in(world, "done", owner="council", title_uk="Перевірте мене")
    answer = fetched(made(world, "councillor"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {answer[one] for one in ("Referrer-Policy", "X-Robots-Tag")} == {"no-referrer", "noindex"}
    assert "private" in answer["Cache-Control"]
    (event,) = events(answer.content)
    assert event["summary"] == f"№ {mine.number}: Пандуси, освітлення; двері"
    assert event["dtstart"].dt == in_days(14)
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")
    assert str(event["url"]).endswith(f"/actions/{mine.pk}")
    assert titles(made(world, "teacher")) == [f"Перевірити: № {waiting.number}, Перевірте мене"]
    assert titles(made(world, "observer")) == []


def test_lines_in_a_title_stay_words(world: World) -> None:
    item = an_item(world)
    # No form lets such a title in; were there one, no program may take it for a line of the calendar.
    ActionItem.objects.filter(pk=item.pk).update(title_uk="Двері\r\nATTENDEE:mailto:a@example.org")
    body = fetched(made(world, "councillor")).content
    assert b"\r\nATTENDEE" not in body
    assert len(events(body)) == 1


def test_what_is_restricted_is_a_number_alone(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "council"))
    item = an_item(world, thread_id=thread.pk, title_uk="Таємниця", description="Тихо")
    body = fetched(made(world, "councillor")).content
    (event,) = events(body)
    assert event["summary"] == f"Доручення № {item.number}/{item.year}"
    assert "description" not in event
    assert "Таємниця" not in body.decode()


def test_it_follows_what_changes(world: World) -> None:
    item, path = an_item(world), made(world, "councillor")
    before = fetched(path)
    (event,) = events(before.content)
    assert fetched(path, **{"If-None-Match": before["ETag"]}).status_code == 304
    edit(world, item, due_on=in_days(20))
    after = fetched(path, **{"If-None-Match": before["ETag"]})
    (moved,) = events(after.content)
    assert moved["uid"] == event["uid"]
    assert moved["sequence"] > event["sequence"]
    assert moved["dtstart"].dt == in_days(20)
    move(world, item, "cancelled", "facilitator")
    assert titles(path) == []


def test_what_is_long_past_is_left_out_however_late(world: World) -> None:
    item, path = an_item(world), made(world, "councillor")
    assert len(titles(path)) == 1
    with time_machine.travel(now() + timedelta(days=14 + 62), tick=False):
        assert titles(path) == []
    assert ActionItem.objects.get(pk=item.pk).is_open


def test_everybody_has_an_address_of_their_own_alone(world: World) -> None:
    assert api(world, "anonymous").get(MINE).status_code == 401
    assert api(world, "teacher").get(MINE).json() == {"made_at": None, "read_at": None}
    assert api(world, "teacher").delete(MINE).status_code == 404
    path = made(world, "teacher")
    row = CalendarFeed.objects.get()
    assert row.digest not in path
    assert path.removeprefix("/feeds/").removesuffix(".ics") not in str(Event.objects.values_list("data"))
    for name in ("facilitator", "secretary", "officer", "observer", "outsider", "former"):
        assert api(world, name).get(MINE).json()["made_at"] is None
        assert api(world, name).delete(MINE).status_code == 404
    assert fetched(path).status_code == 200
    assert api(world, "teacher").get(MINE).json()["read_at"] is not None
    # A program with a token neither asks nor makes one: it would outlive the token.
    person = world.people["teacher"]
    token, _secret = issue_token(
        actor=SYSTEM, person_id=person.pk, name="Звіт", scopes=["accounts:read", "accounts:write"]
    )
    program = api(world, "teacher", build_token_actor(token))
    asked = (program.get(MINE), program.post(MINE, None), program.delete(MINE))
    assert {answer.status_code for answer in asked} == {403}
    assert CalendarFeed.objects.get() == row


def test_another_address_takes_the_place_of_the_first(world: World) -> None:
    first = made(world, "teacher")
    second = made(world, "teacher")
    assert [fetched(one).status_code for one in (first, second)] == [404, 200]
    assert api(world, "teacher").delete(MINE).status_code == 204
    gone, never = fetched(second), fetched("/feeds/" + "A" * 43 + ".ics")
    assert (gone.status_code, gone.content) == (never.status_code, never.content) == (404, b"")
    assert Client().post(second).status_code == 405


def test_it_ends_with_the_seat_and_with_the_account(world: World) -> None:
    an_item(world)
    path = made(world, "councillor")
    seat = world.seats["councillor"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Вихід")
    assert titles(path) == []
    deactivate_person(actor=SYSTEM, person_id=world.people["councillor"].pk, reason="Кінець")
    assert fetched(path).status_code == 404


def test_it_rests_while_a_second_factor_is_demanded_and_lacking(world: World) -> None:
    mine, observers = made(world, "councillor"), made(world, "observer")
    require_factors(actor=SYSTEM, role="member", demand=Demand.ANY, since=now(), expected_version=0)
    assert [fetched(path).status_code for path in (mine, observers)] == [404, 200]


@pytest.mark.parametrize("count", [1, 12])
def test_it_is_told_in_the_same_queries(
    world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        an_item(world)
    path = made(world, "councillor")
    fetched(path)
    with django_assert_num_queries(13):
        assert len(titles(path)) == count

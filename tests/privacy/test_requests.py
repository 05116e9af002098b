"""The register of what people ask about data on them: who sees it, its steps, when it falls due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import World
from tests.groups.helpers import at
from tests.privacy.conftest import Browser, an_officer
from viche.deadlines.engine import fire_due
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.privacy.models import RequestDue, RequestState, SubjectRequest
from viche.privacy.policies import OFFICER_STEPS, RequestAction, requests

pytestmark = pytest.mark.django_db


def filed(world: World, name: str = "officer", **fields: Any) -> Any:
    body = {"kind": "access", "text": "Що ви про мене знаєте?", **fields}
    made = Browser(world.people[name]).ask("POST", "me/data/requests", body)
    assert made.status_code == 201, made.content
    return made.json()


def move(browser: Browser, request: Any, to: str, note: str = "") -> Any:
    return browser.ask(
        "POST",
        f"subject-requests/{request['id']}/transitions",
        {"to": to, **({"note": note} if note else {})},
        If_Match=f'"{request["version"]}"',
    )


def told(reader: Browser) -> list[str]:
    drain_outbox()
    return [one["title"]["uk"] for one in reader.get("notifications")["items"]]


def test_a_request_goes_from_receipt_to_an_answer_and_an_appeal(world: World) -> None:
    person, officer = Browser(world.people["officer"]), Browser(an_officer(world))
    request = filed(world)
    assert request["due_at"][:10] == (now() + timedelta(days=30)).date().isoformat()
    assert told(officer)[0] == "Новий запит про персональні дані: Доступ до даних"
    for to in ("identity_checked", "in_progress"):
        request = move(officer, request, to).json()
    refused = move(officer, request, "answered")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/note")
    request = move(officer, request, "answered", "Усе в копії ваших даних.").json()
    assert (request["state"], request["allowed"], request["steps_open"]) == ("answered", ["read"], [])
    assert "Ваш запит: З відповіддю" in told(person)
    (mine,) = person.get("me/data/requests")["items"]
    assert (mine["answer"], mine["allowed"]) == ("Усе в копії ваших даних.", ["read", "file", "appeal"])
    with at(now() + timedelta(days=3)):
        appealed = person.ask("POST", f"me/data/requests/{mine['id']}/appeal", {"note": "Не все"}).json()
        assert appealed["due_at"][:10] == (now() + timedelta(days=30)).date().isoformat()
    assert (appealed["state"], appealed["objection"]) == ("appealed", "Не все")
    assert [step["after"] for step in appealed["steps"]] == [
        "identity_checked",
        "in_progress",
        "answered",
        "appealed",
    ]
    assert move(officer, appealed, "refused", "Більше нічого немає.").status_code == 200


def test_every_step_that_the_table_does_not_have_is_refused(world: World) -> None:
    officer = Browser(an_officer(world))
    request = filed(world)
    for state in OFFICER_STEPS:
        SubjectRequest.objects.filter(pk=request["id"]).update(
            state=state, closed_at=now() if state in ("answered", "refused", "withdrawn") else None
        )
        for to in ("identity_checked", "in_progress", "answered", "refused"):
            if to not in OFFICER_STEPS[state]:
                assert move(officer, request, to, "Так").status_code == (409 if OFFICER_STEPS[state] else 403)
    assert officer.problem("POST", f"subject-requests/{request['id']}/transitions", {"to": "answered"}) == (
        428,
        "precondition_required",
    )
    stale = {**request, "version": 7}
    SubjectRequest.objects.update(state=RequestState.RECEIVED, closed_at=None)
    assert move(officer, stale, "identity_checked").status_code == 412


def test_only_the_person_and_their_officer_see_it(world: World, elsewhere: World) -> None:
    officer, foreign = Browser(an_officer(world)), Browser(an_officer(elsewhere))
    request = filed(world)
    path = f"subject-requests/{request['id']}"
    assert Browser(world.people["officer"]).get(path)["allowed"] == ["read", "file", "withdraw"]
    assert officer.get(path)["steps_open"] == ["identity_checked", "refused"]
    for name in ("administrator", "facilitator", "teacher"):
        other = Browser(world.people[name])
        assert other.problem("GET", path)[0] == 404
        assert other.problem("GET", "subject-requests")[0] == 403
    assert foreign.problem("GET", path)[0] == 404
    theirs = SubjectRequest.objects.get(pk=request["id"])
    assert requests.allowed(officer.actor, theirs) == ["read", "handle"]
    assert requests.allowed(foreign.actor, theirs) == []
    assert foreign.get("subject-requests")["items"] == []
    assert Browser().problem("GET", path)[0] == 401


def test_nobody_handles_a_request_of_their_own(world: World) -> None:
    officer = Browser(an_officer(world))
    own, other = filed(world, "dpo"), filed(world)
    refused = move(officer, own, "identity_checked")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_request")
    # Whatever else is refused has other reasons.
    appeal = officer.problem("POST", f"me/data/requests/{own['id']}/appeal", {"note": "Не все"})
    assert appeal == (403, "forbidden")
    SubjectRequest.objects.filter(pk=other["id"]).update(state=RequestState.WITHDRAWN, closed_at=now())
    assert move(officer, other, "identity_checked").json()["code"] == "forbidden"


def test_what_came_in_writing_is_entered_for_somebody_in_care(world: World, elsewhere: World) -> None:
    officer = Browser(an_officer(world))
    body = {"email": world.people["teacher"].email.upper(), "kind": "rectification", "document": "Лист № 3"}
    body["received_at"] = (now() - timedelta(days=20)).isoformat()
    made = officer.ask("POST", "subject-requests", body)
    assert made.status_code == 201, made.content
    assert made.json()["due_at"][:10] == (now() + timedelta(days=10)).date().isoformat()
    for wrong, pointer in (
        ({"email": elsewhere.people["teacher"].email}, "/email"),
        ({"email": "nobody@example.org"}, "/email"),
        ({"email": officer.user.email if officer.user else ""}, "/email"),
        ({"document": "   "}, "/document"),
        ({"kind": "secret"}, "/kind"),
        ({"received_at": (now() + timedelta(days=1)).isoformat()}, "/received_at"),
        ({"received_at": (now() - timedelta(days=31)).isoformat()}, "/received_at"),
        ({"text": "а" * 4001}, "/text"),
        ({"sex": "x"}, "/sex"),
    ):
        refused = officer.ask("POST", "subject-requests", {**body, **wrong})
        assert refused.status_code == 422, wrong
        assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert Browser(world.people["administrator"]).problem("POST", "subject-requests", body)[0] == 403


def test_bad_requests_are_named(world: World) -> None:
    browser = Browser(world.people["teacher"])
    for body, pointer in (
        ({"kind": "erasure", "text": "Зітріть"}, "/kind"),
        ({"kind": "access", "text": " \u200b "}, "/text"),
        ({"kind": "access"}, "/text"),
        ({"kind": "access", "text": "а\x00б"}, "/text"),
    ):
        refused = browser.ask("POST", "me/data/requests", body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), body
    wrong = browser.ask("POST", "me/data/erasure", {"removes_messages": "так"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/removes_messages")
    for _turn in range(10):
        filed(world, "teacher")
    more = {"kind": "access", "text": "Ще"}
    assert browser.problem("POST", "me/data/requests", more) == (409, "too_many_requests_open")


def test_officers_are_reminded_until_it_is_answered(world: World) -> None:
    officer = Browser(an_officer(world))
    request = filed(world)
    filed(world, "teacher", text="Друге")
    days = RequestDue.objects.filter(request=request["id"]).values_list("days_left", flat=True)
    assert sorted(days) == [0, 3, 10]
    with at(now() + timedelta(days=20, minutes=1)):
        fire_due()
        fire_due()
        drain_outbox()
    assert told(officer).count("До відповіді на запит про персональні дані лишилося 10 днів") == 2
    move(officer, request, "refused", "Ні")
    with at(now() + timedelta(days=31)):
        fire_due()
        drain_outbox()
    assert told(officer).count("Сьогодні останній день для відповіді на запит про персональні дані") == 1
    assert not Notification.objects.filter(person=world.people["administrator"]).exists()


def test_a_page_of_many_takes_as_many_queries_as_one_of_few(world: World) -> None:
    officer = Browser(an_officer(world))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            officer.get("subject-requests")
        return len(seen)

    filed(world)
    queries()
    few = queries()
    for name in ("teacher", "councillor", "observer", "secretary"):
        filed(world, name)
    queries()  # writes down what the officer is shown now
    assert queries() == few
    first = officer.ask("GET", "subject-requests?limit=2&state=open").json()
    assert len(first["items"]) == 2
    second = officer.ask("GET", f"subject-requests?limit=100&cursor={first['next_cursor']}").json()
    assert len(second["items"]) == 3
    assert officer.ask("GET", "subject-requests?state=closed").json()["items"] == []


def test_a_token_reads_the_register_and_changes_nothing(world: World) -> None:
    officer = an_officer(world)
    request = SubjectRequest.objects.get(pk=filed(world)["id"])
    scopes = frozenset({"privacy:read", "privacy:write"})
    by_token = replace(Actor.for_person(officer.pk), token_id=officer.pk, scopes=scopes)
    assert requests.can(by_token, RequestAction.READ, request)
    assert requests.can(replace(by_token, scopes=frozenset({"privacy:read"})), RequestAction.READ, request)
    assert not requests.can(by_token, RequestAction.HANDLE, request)
    assert not requests.visible_to(replace(by_token, scopes=frozenset())).exists()


def test_what_an_officer_makes_of_a_request_in_each_state() -> None:
    expected = {
        "received": {"identity_checked", "refused"},
        "identity_checked": {"in_progress", "refused"},
        "in_progress": {"answered", "refused"},
        "appealed": {"answered", "refused"},
        "answered": set[str](),
        "refused": set[str](),
        "withdrawn": set[str](),
    }
    assert {state: set(steps) for state, steps in OFFICER_STEPS.items()} == expected


def test_an_erasure_that_came_in_writing_is_handled_and_one_asked_for_here_happens(world: World) -> None:
    officer = Actor.for_person(an_officer(world).pk)
    facts: dict[str, Any] = {"person": world.people["teacher"], "kind": "erasure", "due_at": now()}
    for channel, handled in (("self", False), ("written", True)):
        asked = SubjectRequest(channel=channel, state="received", **facts)
        assert requests.can(officer, RequestAction.HANDLE, asked) is handled


def test_no_erasure_is_appealed_against(world: World) -> None:
    teacher = world.people["teacher"]
    facts: dict[str, Any] = {"person": teacher, "channel": "written", "state": "refused", "due_at": now()}
    for kind, appealed in (("erasure", False), ("access", True)):
        asked = SubjectRequest(kind=kind, **facts)
        assert requests.can(Actor.for_person(teacher.pk), RequestAction.APPEAL, asked) is appealed

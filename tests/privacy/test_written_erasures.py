"""Erasures that somebody asked for in writing: the document, seven days, and the letter that stops them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from groups.models import GuestShare, OfficeKind, OrganisationAdministrator
from groups.offices.services import give_office
from groups.organisations.administrators import name_administrator
from tests.accounts.conftest import bearer, token_of
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_thread
from tests.groups.access.helpers import shared
from tests.groups.helpers import at
from tests.privacy.conftest import Browser, an_officer, erasure_in_writing
from viche.accounts.approvals.models import Approval
from viche.accounts.jobs import send_letters
from viche.accounts.models import Session, User
from viche.accounts.services.people import reactivate_person
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import list_events_after
from viche.kernel.events.outbox import drain_outbox
from viche.privacy.models import LedgerEntry

pytestmark = pytest.mark.django_db

NOTE = "Стираємо за вашим листом."


def move(officer: Browser, request: Any, to: str) -> Any:
    path = f"subject-requests/{request['id']}/transitions"
    body = {"to": to, "note": NOTE if to in ("answered", "refused") else ""}
    return officer.ask("POST", path, body, If_Match=f'"{request["version"]}"')


def start_request(officer: Browser, whose: User) -> Any:
    request = erasure_in_writing(officer, whose)
    for to in ("identity_checked", "in_progress"):
        request = move(officer, request, to).json()
    return request


def stop(secret: str) -> Any:
    return Browser().ask("POST", "subject-requests/stop-erasure", {"secret": secret})


def secret_of_letter() -> str:
    send_letters()
    found = re.search(r"/stop-erasure#(\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def is_active(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_active


def test_the_account_is_switched_off_at_once_and_erased_in_seven_days(world: World) -> None:
    officer, teacher = Browser(an_officer(world)), world.people["teacher"]
    there = Browser(teacher)
    scheduled = schedule(world, officer, teacher)
    assert not is_active(teacher)
    assert not Session.objects.filter(person=teacher).exists()
    assert there.ask("GET", "me").status_code == 401
    assert (scheduled["state"], scheduled["answer"]) == ("in_progress", NOTE)
    assert scheduled["steps_open"] == ["refused"]
    assert scheduled["erase_at"][:10] == (now() + timedelta(days=7)).date().isoformat()
    send_letters()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [teacher.email],
        "За сім днів ваш обліковий запис у Віче буде стерто",
    )
    kinds = [event.kind for _seq, event in list_events_after(f"user:{teacher.pk}", 0)]
    assert "privacy.erasure_scheduled" in kinds
    with at(now() + timedelta(days=6, hours=23)):
        fire_due()
    assert not LedgerEntry.objects.exists()
    with at(now() + timedelta(days=7, minutes=1)):
        fire_due()
    assert LedgerEntry.objects.count() == 1
    assert User.objects.get(pk=teacher.pk).is_erased
    found = officer.get(f"subject-requests/{scheduled['id']}")
    assert (found["state"], found["answer"]) == ("answered", "")
    assert found["document"] == "Лист № 12 від 01.11.2026"


def test_the_link_of_the_letter_stops_it(world: World) -> None:
    officer, teacher = Browser(an_officer(world)), world.people["teacher"]
    scheduled = schedule(world, officer, teacher)
    secret = secret_of_letter()
    assert stop("x").json()["code"] == "link_invalid"
    stopped = stop(secret)
    assert stopped.status_code == 204, stopped.content
    assert is_active(teacher)
    with at(now() + timedelta(days=8)):
        fire_due()
    assert not LedgerEntry.objects.exists()
    found = officer.get(f"subject-requests/{scheduled['id']}")
    assert (found["state"], found["steps"][-1]["by"]["id"]) == ("withdrawn", str(teacher.pk))
    assert stop(secret).status_code == 404, "once"


def test_what_the_person_held_is_theirs_again_but_for_tokens(world: World) -> None:
    officer, guest = Browser(an_officer(world)), world.people["outsider"]
    school = world.organisations["school"].pk
    name_administrator(actor=SYSTEM, organisation_id=school, person_id=guest.pk, document="Наказ № 3")
    shared(world, a_thread(world), guest)
    token = token_of(guest)
    schedule(world, officer, guest)
    drain_outbox()
    assert Client().get("/api/v1/me", headers=bearer(token)).status_code == 401
    assert stop(secret_of_letter()).status_code == 204
    drain_outbox()
    assert OrganisationAdministrator.objects.filter(person=guest, until=None).exists()
    assert GuestShare.objects.filter(person=guest, ended_at=None).exists()
    assert Client().get("/api/v1/me", headers=bearer(token)).status_code == 401, "made anew by the person"
    assert "токени" in str(mail.outbox[-1].body)


def test_an_officer_stops_it_by_a_refusal_and_nobody_wakes_an_account_that_was_off_before(
    world: World,
) -> None:
    officer, teacher, bird = Browser(an_officer(world)), world.people["teacher"], world.people["officer"]
    scheduled = schedule(world, officer, teacher)
    assert move(officer, scheduled, "answered").json()["code"] == "erasure_scheduled"
    refused = move(officer, scheduled, "refused")
    assert (refused.status_code, is_active(teacher)) == (200, True)
    User.objects.filter(pk=bird.pk).update(is_active=False)
    schedule(world, officer, bird)
    assert stop(secret_of_letter()).status_code == 204
    assert not is_active(bird)


def test_nobody_wakes_the_account_while_its_erasure_runs(world: World) -> None:
    officer, teacher = Browser(an_officer(world)), world.people["teacher"]
    schedule(world, officer, teacher)
    with pytest.raises(Conflict) as refusal:
        reactivate_person(actor=world.actor("administrator"), person_id=teacher.pk)
    assert refusal.value.reason == "erasure_scheduled"
    assert "спершу зупиніть" in str(refusal.value)
    assert stop(secret_of_letter()).status_code == 204
    assert is_active(teacher)


def test_an_erasure_needs_its_document_and_a_fresh_proof(world: World, elsewhere: World) -> None:
    dpo, teacher = an_officer(world), world.people["teacher"]
    officer = Browser(dpo)
    body = {"email": teacher.email, "kind": "erasure", "document": "Лист № 12"}
    without = officer.ask("POST", "subject-requests", body)
    assert [one["pointer"] for one in without.json()["errors"]] == ["/document_file"]
    first = erasure_in_writing(officer, world.people["officer"])
    again = officer.ask("POST", "subject-requests", {**body, "document_file": first["document_file"]})
    assert [one["pointer"] for one in again.json()["errors"]] == ["/document_file"], "one paper, one request"
    request = start_request(officer, teacher)
    User.objects.filter(pk=dpo.pk).update(password=make_password("Калина-над-водою-7"))
    officer = Browser(User.objects.get(pk=dpo.pk))
    answer = move(officer, request, "answered")
    assert (answer.status_code, answer.json()["code"]) == (403, "proof_required")
    assert not Approval.objects.exists()
    scan = f"/api/v1/files/{request['document_file']}/content"
    assert officer.client.get(scan).status_code == 200
    assert Browser(an_officer(elsewhere)).client.get(scan).status_code == 404


def request_second_person(officer: Browser, whose: User) -> Any:
    """An answered request that waits for a second person."""
    answer = move(officer, start_request(officer, whose), "answered")
    assert answer.status_code == 200, answer.content
    return answer.json()


def schedule(world: World, officer: Browser, whose: User) -> Any:
    """An erasure that an administrator has confirmed."""
    request = request_second_person(officer, whose)
    approval = Approval.objects.get(state="pending")
    confirmed = Browser(world.people["administrator"]).ask("POST", f"approvals/{approval.pk}/confirmation")
    assert confirmed.status_code == 200, confirmed.content
    return officer.get(f"subject-requests/{request['id']}")


def test_one_officer_erases_nobody(world: World, elsewhere: World) -> None:
    officer, teacher = Browser(an_officer(world)), world.people["teacher"]
    request = request_second_person(officer, teacher)
    assert (request["state"], request["waits_for_second"], request["steps_open"]) == (
        "in_progress",
        True,
        ["refused"],
    )
    assert is_active(teacher)
    assert move(officer, request, "answered").json()["code"] == "requested_already"
    approval = Approval.objects.get()
    path = f"approvals/{approval.pk}/confirmation"
    assert officer.problem("POST", path) == (403, "own_request")
    for stranger in (teacher, world.people["facilitator"], an_officer(elsewhere)):
        assert Browser(stranger).problem("POST", path)[0] == 404
    with at(now() + timedelta(days=8)):
        fire_due()
    assert not LedgerEntry.objects.exists()
    assert move(officer, request, "refused").status_code == 200
    assert Approval.objects.get().state == "withdrawn"


@pytest.mark.parametrize("kind", list(OfficeKind))
def test_a_second_officer_or_a_coordinator_confirms_it(world: World, kind: OfficeKind) -> None:
    second = person("second")
    give_office(
        actor=SYSTEM, person_id=second.pk, kind=kind, territory_id=world.territory.pk, document="Наказ № 4"
    )
    officer, teacher = Browser(an_officer(world)), world.people["teacher"]
    request_second_person(officer, teacher)
    late = person("late")
    give_office(
        actor=SYSTEM, person_id=late.pk, kind=kind, territory_id=world.territory.pk, document="Наказ № 5"
    )
    path = f"approvals/{Approval.objects.get().pk}/confirmation"
    assert Browser(late).problem("POST", path)[0] == 404, "in office only since it was requested"
    confirmed = Browser(second).ask("POST", path)
    assert confirmed.status_code == 200, confirmed.content
    assert world.people["teacher"].name_uk in confirmed.json()["summary"]["uk"]
    assert not is_active(teacher)

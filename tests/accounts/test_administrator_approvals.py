"""A new administrator: requested by one administrator, made once another confirms it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.accounts.conftest import SYSTEM, MakePerson, sit_down
from tests.accounts.factors import code_of, post
from tests.groups.helpers import until_waiting
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import decide_on_server
from viche.accounts.models import AccountDecision, User
from viche.accounts.services.administrators import make_administrator, revoke_administrator
from viche.accounts.services.people import create_person, deactivate_person, reactivate_person, rename_person
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db
WHY = {"reason": "Наказ № 12"}


@pytest.fixture
def second(make_person: MakePerson) -> User:
    return make_person(is_administrator=True)


def request(administrator: User, person: User) -> Any:
    return post(sit_down(administrator), f"/api/v1/people/{person.pk}/administration", WHY)


def confirm(desk: Client, approval_id: str) -> Any:
    return post(desk, f"/api/v1/approvals/{approval_id}/confirmation")


def administers(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_superuser


def test_one_administrator_makes_no_other(administrator: User, second: User, make_person: MakePerson) -> None:
    person = make_person(name_uk="Оксана Гай")
    asked = request(administrator, person)
    assert (asked.status_code, asked.json()["state"]) == (202, "pending"), asked.content
    summary = asked.json()["summary"]["uk"]
    assert summary.startswith(f"Оксана Гай ({person.email}, обліковий запис із ")
    assert summary.endswith(") адмініструватиме систему. Причина: Наказ № 12")
    assert not administers(person)
    assert not AccountDecision.objects.filter(person=person).exists()
    approval_id = asked.json()["id"]
    assert code_of(confirm(sit_down(administrator), approval_id)) == (403, "own_request")
    assert confirm(sit_down(person), approval_id).status_code == 404
    assert confirm(sit_down(second), approval_id).status_code == 200
    assert administers(person)
    decision = AccountDecision.objects.get(person=person)
    assert (decision.reason, decision.by_id) == (WHY["reason"], administrator.pk)
    drain_outbox()
    told = Notification.objects.filter(event__kind="accounts.administrator_made")
    assert {one.person_id for one in told} >= {person.pk, second.pk}


def test_who_came_to_office_since_and_the_person_concerned_confirm_nothing(
    administrator: User, person: User, make_person: MakePerson
) -> None:
    asked = request(administrator, person).json()
    assert asked["missing"]["uk"] == "інший адміністратор"
    friend = make_person()
    for newcomer in (friend, person):
        make_administrator(actor=SYSTEM, person_id=newcomer.pk, reason="Допомагатиме")
        assert confirm(sit_down(newcomer), asked["id"]).status_code == 404
    revoke_administrator(actor=SYSTEM, person_id=person.pk, reason="Помилка")
    decide_on_server(actor=SYSTEM, approval_id=asked["id"], confirm=True, reason="Іншого ще немає")
    assert administers(person)


def test_an_administrator_of_the_server_decides_no_earlier_request(
    administrator: User, second: User, person: User, make_person: MakePerson
) -> None:
    asked = request(administrator, person).json()
    newcomer, unrecorded = make_person(is_administrator=True), make_person()
    User.objects.filter(pk=unrecorded.pk).update(is_superuser=True)
    for somebody in (newcomer, unrecorded):
        assert confirm(sit_down(somebody), asked["id"]).status_code == 404


def test_it_is_requested_once_and_only_of_who_is_none(
    administrator: User, second: User, person: User
) -> None:
    assert request(administrator, person).status_code == 202
    assert code_of(request(administrator, person)) == (409, "requested_already")
    assert code_of(request(second, person)) == (409, "requested_already")
    assert code_of(request(administrator, second)) == (409, "already_administrator")
    assert Approval.objects.count() == 1


def test_a_new_name_ends_what_is_requested_for_the_person(
    administrator: User, second: User, person: User
) -> None:
    asked = request(administrator, person).json()
    facts: dict[str, Any] = {"person_id": person.pk, "expected_version": person.version}
    rename_person(actor=Actor.for_person(administrator.pk), name_uk="Інше Ім’я", reason="Помилка", **facts)
    assert Approval.objects.get(pk=asked["id"]).state == ApprovalState.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_a_rename_locks_no_person_while_it_waits_for_a_decision(
    administrator: User, second: User, person: User
) -> None:
    """Whoever confirms holds the request and then locks the person: the other order could deadlock."""
    asked = request(administrator, person).json()
    facts: dict[str, Any] = {"person_id": person.pk, "expected_version": person.version, "reason": "Помилка"}

    def rename() -> User:
        try:
            return rename_person(actor=Actor.for_person(second.pk), name_uk="Інше Ім’я", **facts)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Approval.objects.select_for_update(no_key=True).get(pk=asked["id"])
            waiting = pool.submit(rename)
            until_waiting(1)
            User.objects.select_for_update(nowait=True, no_key=True).get(pk=person.pk)
        assert waiting.result().name_uk == "Інше Ім’я"
    assert Approval.objects.get(pk=asked["id"]).state == ApprovalState.WITHDRAWN


def test_the_same_name_ends_no_request(administrator: User, second: User, person: User) -> None:
    asked = request(administrator, person).json()
    same: dict[str, Any] = {"name_uk": person.name_uk, "name_en": person.name_en, "reason": "Помилка"}
    rename_person(
        actor=Actor.for_person(second.pk), person_id=person.pk, expected_version=person.version, **same
    )
    assert Approval.objects.get(pk=asked["id"]).state == ApprovalState.PENDING


def test_it_is_carried_out_with_the_rights_of_who_requested_it(
    administrator: User, second: User, person: User
) -> None:
    asked = request(administrator, person).json()
    revoke_administrator(actor=SYSTEM, person_id=administrator.pk, reason="Інша робота тепер")
    assert code_of(confirm(sit_down(second), asked["id"])) == (409, "requester_lost_right")
    assert not administers(person)


def test_an_account_that_was_switched_off_meanwhile_is_refused(
    administrator: User, second: User, person: User
) -> None:
    asked = request(administrator, person).json()
    deactivate_person(actor=SYSTEM, person_id=person.pk, reason="Звільнення")
    assert code_of(confirm(sit_down(second), asked["id"])) == (409, "deactivated")
    assert Approval.objects.get().state == ApprovalState.PENDING


def test_no_administrator_is_created_with_the_account(administrator: User) -> None:
    with pytest.raises(Forbidden):
        create_person(
            actor=Actor.for_person(administrator.pk),
            email="new@rada.example",
            name_uk="Новий",
            is_administrator=True,
        )


def test_reactivation_makes_no_administrator(administrator: User, second: User) -> None:
    """The mailbox of a colleague who left is often somebody else's by then."""
    deactivate_person(actor=Actor.for_person(administrator.pk), person_id=second.pk, reason="Звільнення")
    reactivate_person(actor=Actor.for_person(administrator.pk), person_id=second.pk)
    assert not administers(second)
    last = AccountDecision.objects.filter(person=second).latest("at")
    assert (last.kind, last.reason) == ("administrator_unmade", "Обліковий запис вимкнено.")


def test_an_erasure_that_is_stopped_leaves_an_administrator(administrator: User, second: User) -> None:
    deactivate_person(actor=SYSTEM, person_id=second.pk, until_erasure=True)
    reactivate_person(actor=SYSTEM, person_id=second.pk)
    assert administers(second)

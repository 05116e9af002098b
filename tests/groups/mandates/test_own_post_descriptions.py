"""What a second person reads before they confirm an appointment."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from groups.mandates.own_posts import appoint_or_request_approval
from groups.models import Mandate
from tests.cast import World, a_mandate, person
from tests.groups.helpers import a_coordinator
from tests.privacy.conftest import Browser
from viche.accounts.administrator_approvals import describe_account
from viche.accounts.approvals.kinds import describe_approvals
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.text import format_short_day

pytestmark = pytest.mark.django_db
ZONE = "Europe/Kyiv"


def request(actor: Actor, step: str, **facts: Any) -> Approval:
    made = appoint_or_request_approval(actor=actor, step=step, **facts)
    assert isinstance(made, Approval)
    return made


def request_mandate(actor: Actor, world: World, **facts: Any) -> Approval:
    return request(
        actor,
        "appoint",
        organisation_id=world.organisations["police"].pk,
        position_uk="Інспектор",
        document="Наказ № 7",
        starts_on=today(ZONE),
        **facts,
    )


def request_to_succeed(actor: Actor, mandate: Mandate) -> Approval:
    facts = {"mandate_id": mandate.pk, "person_id": actor.person_id, "document": "Наказ № 9"}
    return request(actor, "pass_on", reason="Заміна", **facts)


def account_of(somebody: Actor | User) -> str:
    pk = somebody.person_id if isinstance(somebody, Actor) else somebody.pk
    return describe_account(User.objects.get(pk=str(pk)))


def test_both_accounts_and_the_document_are_named(world: World) -> None:
    coordinator, deputy = a_coordinator(world), person("inspector")
    made = request_mandate(
        coordinator, world, person_id=coordinator.person_id, deputy_id=deputy.pk, ends_on=today(ZONE)
    )
    with override("uk"):
        day = format_short_day(today(ZONE), ZONE)
        assert describe_approvals([made])[made.pk]["uk"] == (
            f"{account_of(coordinator)} представлятиме організацію "
            f"«{world.organisations['police'].name_uk}», а під час відсутності цю особу заміщатиме "
            f"{account_of(deputy)}: Наказ № 7, {day}–{day}"
        )


def test_a_successor_is_named_with_the_new_document(world: World) -> None:
    coordinator = a_coordinator(world)
    made = request_to_succeed(coordinator, a_mandate(person("inspector"), world.organisations["police"]))
    with override("en"):
        assert describe_approvals([made])[made.pk]["en"] == (
            f"{account_of(coordinator)} would represent {world.organisations['police'].name_uk}: Наказ № 9"
        )


def test_more_requests_cost_no_more_queries(world: World) -> None:
    coordinator, browser = a_coordinator(world), Browser(world.people["administrator"])
    counts = []
    for number in (1, 2):
        mandate = a_mandate(person(f"inspector-{number}"), world.organisations["police"])
        request_mandate(coordinator, world, person_id=mandate.person_id, deputy_id=coordinator.person_id)
        request_to_succeed(coordinator, mandate)
        request(coordinator, "name_deputy", mandate_id=mandate.pk, person_id=coordinator.person_id)
        with CaptureQueriesContext(connection) as queries:
            assert len(browser.get("approvals")["items"]) == 3 * number
        counts.append(len(queries))
    assert counts[0] == counts[1]

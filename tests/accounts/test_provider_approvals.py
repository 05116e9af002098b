"""A new provider of identities or domain: a second administrator confirms it, and all are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import SYSTEM, MakePerson, sit_down
from tests.accounts.factors import code_of, post
from tests.accounts.forger import Forger, rsa_key, serving
from tests.accounts.identities import add
from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import decide_on_server
from viche.accounts.models import IdentityProvider, User
from viche.accounts.oidc.discovery import clear_discovery_cache
from viche.accounts.services.administrators import make_administrator, revoke_administrator
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.actor import Actor
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db

PROVIDERS, APPROVALS = "/api/v1/system/identity-providers", "/api/v1/approvals"
KEY = rsa_key()


@pytest.fixture
def forger() -> Iterator[Forger]:
    clear_discovery_cache()
    with serving(Forger(key=KEY)) as one:
        yield one


@pytest.fixture
def second(make_person: MakePerson) -> User:
    return make_person(is_administrator=True)


def facts(forger: Forger) -> dict[str, Any]:
    return {
        "code": "own",
        "name_uk": "Моя служба",
        "issuer": forger.issuer,
        "client_id": "viche",
        "client_secret": "very secret",
        "domains": ["kalynodil.example"],
    }


def widen(desk: Client, provider: IdentityProvider, *domains: str) -> Any:
    address, headers = f"{PROVIDERS}/{provider.pk}", {"If-Match": f'"{provider.version}"'}
    return desk.patch(address, {"domains": domains}, content_type="application/json", headers=headers)


def confirm(desk: Client, approval_id: str) -> Any:
    return post(desk, f"{APPROVALS}/{approval_id}/confirmation")


def test_one_administrator_adds_no_way_in(
    administrator: User, second: User, make_person: MakePerson, forger: Forger
) -> None:
    desk, third = sit_down(administrator), make_person(is_administrator=True)
    asked = post(desk, PROVIDERS, facts(forger))
    assert (asked.status_code, asked.json()["state"]) == (202, "pending"), asked.content
    assert not IdentityProvider.objects.exists()
    assert Client().get("/api/v1/identity-providers").json()["items"] == []
    assert "very secret" not in str(asked.content) + str(Approval.objects.values_list("payload"))
    approval_id = asked.json()["id"]
    assert code_of(confirm(desk, approval_id)) == (403, "own_request")
    confirmed = confirm(sit_down(second), approval_id)
    assert confirmed.status_code == 200, confirmed.content
    assert confirmed.json()["summary"]["uk"].startswith("Дозволити вхід через «Моя служба»")
    assert IdentityProvider.objects.get().domains == ["kalynodil.example"]
    drain_outbox()
    told = Notification.objects.filter(event__kind="accounts.approval_confirmed")
    assert {one.person_id for one in told} == {administrator.pk, third.pk}, "and who confirmed it knows"


def test_nobody_makes_the_second_administrator_for_it(
    administrator: User, make_person: MakePerson, forger: Forger
) -> None:
    asked = post(sit_down(administrator), PROVIDERS, facts(forger)).json()
    assert asked["missing"]["uk"] == "інший адміністратор"
    friend = make_person()
    make_administrator(
        actor=Actor.for_person(administrator.pk), person_id=friend.pk, reason="Допомагатиме з входом"
    )
    assert confirm(sit_down(friend), asked["id"]).status_code == 404
    decide_on_server(actor=SYSTEM, approval_id=asked["id"], confirm=True, reason="Іншого ще немає")
    assert IdentityProvider.objects.exists()


def test_nobody_reactivates_the_second_administrator_for_it(
    administrator: User, second: User, forger: Forger
) -> None:
    deactivate_person(actor=SYSTEM, person_id=second.pk, until_erasure=True)
    asked = post(sit_down(administrator), PROVIDERS, facts(forger)).json()
    reactivate_person(actor=Actor.for_person(administrator.pk), person_id=second.pk)
    desk = sit_down(second)
    assert confirm(desk, asked["id"]).status_code == 404
    assert not IdentityProvider.objects.exists()
    provider = add("rada", "https://id.rada.example", domains=[])
    later = widen(sit_down(administrator), provider, "kalynodil.example")
    assert later.status_code == 200
    assert confirm(desk, str(Approval.objects.get(kind="accounts.new_domains").pk)).status_code == 200


def test_who_is_no_administrator_any_more_adds_nothing(
    administrator: User, second: User, forger: Forger
) -> None:
    asked = post(sit_down(administrator), PROVIDERS, facts(forger)).json()
    revoke_administrator(actor=SYSTEM, person_id=administrator.pk, reason="Інша робота тепер")
    assert code_of(confirm(sit_down(second), asked["id"])) == (409, "requester_lost_right")
    assert not IdentityProvider.objects.exists()


def test_a_new_domain_waits_and_a_removed_one_does_not(administrator: User, second: User) -> None:
    provider = add("rada", "https://id.rada.example", domains=["rada.example", "old.example"])
    desk = sit_down(administrator)
    changed = widen(desk, provider, "rada.example", "kalynodil.example")
    assert (changed.status_code, changed.json()["domains"]) == (200, ["rada.example"])
    provider.refresh_from_db()
    assert code_of(widen(desk, provider, "other.example")) == (409, "requested_already")
    approval = Approval.objects.get()
    assert confirm(sit_down(second), str(approval.pk)).status_code == 200
    provider.refresh_from_db()
    assert provider.domains == ["kalynodil.example", "rada.example"]
    assert widen(desk, provider, "other.example").status_code == 200
    assert desk.delete(f"{PROVIDERS}/{provider.pk}").status_code == 204
    assert {one.state for one in Approval.objects.all()} == {"confirmed", "withdrawn"}

"""Providers of identities, as administrators keep them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD, SYSTEM, MakePerson, bearer, sit_down, token_of
from tests.accounts.factors import code_of, post, signed_in
from tests.accounts.forger import Forger, rsa_key, serving
from tests.accounts.identities import add
from tests.accounts.test_administrators import titles
from viche.accounts.approvals.services import decide_on_server
from viche.accounts.models import Identity, IdentityProvider, User
from viche.accounts.oidc.discovery import clear_discovery_cache
from viche.kernel.encryption import decrypt_secret
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db

PROVIDERS = "/api/v1/system/identity-providers"
KEY = rsa_key()


@pytest.fixture
def forger() -> Iterator[Forger]:
    clear_discovery_cache()
    with serving(Forger(key=KEY)) as one:
        yield one


@pytest.fixture
def desk(make_person: MakePerson) -> Client:
    person = make_person(email="admin@kalynodil.example", is_administrator=True, password=PASSWORD)
    return signed_in(person.email)


def facts(forger: Forger, **changes: Any) -> dict[str, Any]:
    return {
        "code": "rada",
        "name_uk": "Калинодільська рада",
        "issuer": forger.issuer,
        "client_id": "viche",
        "client_secret": "very secret",
        "domains": ["@Rada.Example"],
        **changes,
    }


def added(desk: Client, forger: Forger) -> dict[str, Any]:
    """A provider that a second administrator has confirmed, as the first one sees it."""
    asked = post(desk, PROVIDERS, facts(forger))
    assert asked.status_code == 202, asked.content
    decide_on_server(actor=SYSTEM, approval_id=asked.json()["id"], confirm=True, reason="Так вирішили удвох")
    provider: dict[str, Any] = desk.get(PROVIDERS).json()["items"][0]
    return provider


def change(desk: Client, provider: dict[str, Any], version: int | None = None, **changes: Any) -> Any:
    headers = {"If-Match": f'"{version or provider["version"]}"'}
    address = f"{PROVIDERS}/{provider['id']}"
    return desk.patch(address, changes, content_type="application/json", headers=headers)


def test_an_administrator_adds_changes_and_removes_one(
    desk: Client, forger: Forger, administrator: User
) -> None:
    provider = added(desk, forger)
    assert provider["return_address"] == "http://localhost:8000/sign-in/return/rada"
    assert (provider["domains"], provider["people"], provider["is_enabled"]) == (["rada.example"], 0, True)
    row = IdentityProvider.objects.get()
    assert "very secret" not in row.secret
    assert decrypt_secret(row.secret) == "very secret"
    offered = Client().get("/api/v1/identity-providers").json()["items"]
    assert [(one["code"], one["name"]["uk"]) for one in offered] == [("rada", "Калинодільська рада")]
    changed = change(desk, provider, is_enabled=False, client_secret="another")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert decrypt_secret(IdentityProvider.objects.get().secret) == "another"
    assert Client().get("/api/v1/identity-providers").json()["items"] == []
    assert titles(administrator)[-1] == "Змінено вхід через «Калинодільська рада»"
    assert change(desk, provider, 1, name_uk="Інша").status_code == 412
    kinds = list(Event.objects.filter(kind__contains="provider_").order_by("id").values_list("kind", "data"))
    assert [kind for kind, _data in kinds] == ["accounts.provider_added", "accounts.provider_changed"]
    assert kinds[1][1]["fields"] == ["is_enabled", "secret"]
    assert "another" not in str(kinds)
    assert desk.delete(f"{PROVIDERS}/{provider['id']}").status_code == 204
    assert not IdentityProvider.objects.exists()


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"code": "Рада"}, "/code"),
        ({"code": "a"}, "/code"),
        ({"code": "../x"}, "/code"),
        ({"name_uk": " "}, "/name_uk"),
        ({"name_uk": "\u202eадар"}, "/name_uk"),
        ({"issuer": "http://127.0.0.1:1"}, "/issuer"),
        ({"issuer": "rada.example"}, "/issuer"),
        ({"issuer": "https://u:p@rada.example"}, "/issuer"),
        ({"client_id": "рада"}, "/client_id"),
        ({"client_secret": ""}, "/client_secret"),
        ({"domains": ["rada"]}, "/domains"),
        ({"domains": "rada.example"}, "/domains"),
        ({"domains": [f"rada{one}.example" for one in range(51)]}, "/domains"),
        ({"is_enabled": True}, "/is_enabled"),
    ],
    ids=str,
)
def test_bad_facts_are_named(desk: Client, forger: Forger, sent: dict[str, Any], pointer: str) -> None:
    refused = post(desk, PROVIDERS, facts(forger, **sent))
    assert refused.status_code == 422
    assert {one["pointer"].removesuffix("/0") for one in refused.json()["errors"]} == {pointer}
    assert not IdentityProvider.objects.exists()


def test_a_code_and_an_issuer_are_there_once_and_for_good(desk: Client, forger: Forger) -> None:
    provider = added(desk, forger)
    again = post(desk, PROVIDERS, facts(forger))
    assert [one["pointer"] for one in again.json()["errors"]] == ["/code"]
    other = post(desk, PROVIDERS, facts(forger, code="inshe"))
    assert [(one["pointer"], one["code"]) for one in other.json()["errors"]] == [("/issuer", "taken")]
    for name in ("issuer", "code"):
        moved = change(desk, provider, 1, **{name: "https://id.elsewhere.example"})
        assert [one["pointer"] for one in moved.json()["errors"]] == [f"/{name}"]


def test_one_that_people_use_can_only_be_switched_off(desk: Client, person: User) -> None:
    provider = add("rada", "https://id.rada.example")
    Identity.objects.create(person=person, provider=provider, subject="1")
    assert desk.get(PROVIDERS).json()["items"][0]["people"] == 1
    assert code_of(desk.delete(f"{PROVIDERS}/{provider.pk}")) == (409, "in_use")


def test_nobody_else_and_no_token_keeps_them(
    person: User, administrator: User, forger: Forger, django_assert_num_queries: Any
) -> None:
    provider = add("rada", "https://id.rada.example")
    outsider = sit_down(person)
    for browser, headers, code in (
        (outsider, {}, "forbidden"),
        (Client(), bearer(token_of(administrator)), "needs_sign_in"),
    ):
        for method, address, body in (
            ("get", PROVIDERS, None),
            ("post", PROVIDERS, facts(forger)),
            ("patch", f"{PROVIDERS}/{provider.pk}", {"is_enabled": False}),
            ("delete", f"{PROVIDERS}/{provider.pk}", None),
        ):
            asked = getattr(browser, method)(
                address, body, content_type="application/json", headers={"If-Match": '"1"', **headers}
            )
            assert code_of(asked) == (403, code), (method, address)
    assert IdentityProvider.objects.filter(is_enabled=True).count() == 1
    desk = sit_down(administrator)
    with django_assert_num_queries(3):
        desk.get(PROVIDERS)
    for number in range(5):
        add(f"other-{number}", f"https://id{number}.example")
    with django_assert_num_queries(3):
        desk.get(PROVIDERS)


def test_it_needs_a_fresh_proof(desk: Client, forger: Forger, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = add("rada", "https://id.rada.example")
    monkeypatch.setattr("viche.accounts.reauthentication.PROOF_SECONDS", -1)
    assert code_of(post(desk, PROVIDERS, facts(forger))) == (403, "proof_required")
    changed = change(desk, {"id": provider.pk, "version": 1}, is_enabled=False)
    assert code_of(changed) == (403, "proof_required")
    assert code_of(desk.delete(f"{PROVIDERS}/{provider.pk}")) == (403, "proof_required")

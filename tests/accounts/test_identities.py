"""Signing in through an organisation: against a real provider, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.accounts.authenticator import app_code
from tests.accounts.conftest import PASSWORD, MakePerson, bearer, sit_down, token_of
from tests.accounts.factors import add_app, code_of, code_step, kinds, post, signed_in, who
from tests.accounts.identities import (
    IDENTITIES,
    add,
    begin,
    begin_linking,
    bring,
    come_back,
    query_of,
    real_provider,
    visit,
)
from viche.accounts.models import Attempts, Identity, IdentityProvider, Session, User
from viche.accounts.oidc.discovery import clear_discovery_cache
from viche.accounts.oidc.flow import build_redirect_uri
from viche.accounts.services.factor_requirements import require_factors
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.encryption import encrypt_secret
from viche.kernel.models import AccessChange

pytestmark = pytest.mark.django_db

SYSTEM = Actor.for_system("tests")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with real_provider(tmp_path_factory.mktemp("provider"), build_redirect_uri("rada")) as facts:
        yield facts


@pytest.fixture(autouse=True)
def fresh_documents() -> None:
    clear_discovery_cache()


@pytest.fixture
def rada(real: dict[str, str]) -> IdentityProvider:
    return add(
        "rada",
        real["issuer"],
        client_id=real["client_id"],
        secret=encrypt_secret(real["client_secret"]),
        domains=[],
    )


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


def link(person: User, browser: Client | None = None) -> Client:
    """Link the account at the provider to the person, in a browser of theirs."""
    browser = browser or signed_in(person.email)
    answer = bring(browser, "rada", visit(begin_linking(browser, "rada"), "olena"))
    assert answer.status_code == 201, answer.content
    return browser


def enter(name: str = "olena") -> tuple[Client, Any]:
    browser = Client()
    return browser, come_back(browser, "rada", visit(begin(browser, "rada"), name))


def test_who_linked_an_account_signs_in_with_it(person: User, rada: IdentityProvider) -> None:
    here = link(person)
    assert [one["provider"]["code"] for one in here.get(IDENTITIES).json()["items"]] == ["rada"]
    counted = Attempts.objects.count()
    browser, answer = enter()
    assert answer.status_code == 200, answer.content
    assert (who(browser), browser.get("/api/v1/me").json()["email"]) == (200, person.email)
    session = Session.objects.get(session_key=browser.session.session_key)
    assert (session.person_id, session.ip) == (person.pk, "127.0.0.1")
    assert kinds(person)[-1] == "accounts.signed_in"
    assert "accounts.identity_linked" in kinds(person)
    assert Attempts.objects.count() == counted + 1, "begun from this network; no password was tried"
    assert Identity.objects.get().last_used_at is not None


def test_an_address_that_the_provider_may_vouch_for_is_known(person: User, rada: IdentityProvider) -> None:
    assert code_of(enter()[1]) == (403, "identity_unknown")
    IdentityProvider.objects.update(domains=["elsewhere.example"])
    assert code_of(enter()[1]) == (403, "identity_unknown"), "not for this domain"
    IdentityProvider.objects.update(domains=["kalynodil.example", "elsewhere.example"])
    assert code_of(enter()[1]) == (403, "identity_unconfirmed"), "in another spelling, too"
    before = User.objects.count()
    assert code_of(enter("stranger")[1]) == (403, "identity_unknown")
    assert User.objects.count() == before, "nobody is made by a sign-in"
    link(person)
    IdentityProvider.objects.update(domains=[])
    assert enter()[1].status_code == 200, "who was known once stays linked"


def test_an_address_does_not_take_the_place_of_who_is_linked(person: User, rada: IdentityProvider) -> None:
    Identity.objects.create(person=person, provider=rada, subject="somebody else there")
    IdentityProvider.objects.update(domains=["kalynodil.example"])
    assert code_of(enter()[1]) == (403, "identity_unknown")


def test_who_is_deactivated_gets_in_by_no_way(person: User, rada: IdentityProvider) -> None:
    link(person)
    IdentityProvider.objects.update(domains=["kalynodil.example"])
    browser = Client()
    brought = visit(begin(browser, "rada"), "olena")
    deactivate_person(actor=SYSTEM, person_id=person.pk, reason="Звільнення")
    answer = come_back(browser, "rada", brought)
    stranger = enter("stranger")[1]
    assert code_of(answer) == code_of(stranger) == (403, "identity_unknown"), "and learns nothing"
    assert answer.json()["detail"] == stranger.json()["detail"]
    assert who(browser) == 401
    Identity.objects.all().delete()
    assert code_of(enter()[1]) == (403, "identity_unknown")
    assert not Identity.objects.exists()


def test_the_second_step_is_asked_for_as_after_a_password(person: User, rada: IdentityProvider) -> None:
    browser = signed_in(person.email)
    secret, _codes = add_app(browser)
    link(person, browser)
    fresh, answer = enter()
    pending = next(flow for flow in answer.json()["data"]["flows"] if flow.get("is_pending"))
    assert (answer.status_code, pending["id"], who(fresh)) == (401, "mfa_authenticate", 401)
    assert code_step(fresh, app_code(secret)).status_code == 200
    assert who(fresh) == 200


def test_what_a_role_demands_holds_here_too(make_person: MakePerson, rada: IdentityProvider) -> None:
    person = make_person(email="chief@kalynodil.example", password=PASSWORD, is_administrator=True)
    link(person)
    require_factors(actor=SYSTEM, role="administrator", demand="any", since=now(), expected_version=0)
    browser, _answer = enter()
    assert code_of(browser.get("/api/v1/me/sessions")) == (403, "second_factor_required")


def test_another_persons_identity_cannot_be_linked(
    person: User, rada: IdentityProvider, make_person: MakePerson
) -> None:
    link(person)
    other = signed_in(make_person(password=PASSWORD).email)
    answer = bring(other, "rada", visit(begin_linking(other, "rada"), "olena"))
    assert code_of(answer) == (409, "identity_taken")
    browser = signed_in(person.email)
    again = bring(browser, "rada", visit(begin_linking(browser, "rada"), "olena"))
    assert again.status_code == 201, "doing it again changes nothing"
    second = bring(browser, "rada", visit(begin_linking(browser, "rada"), "stranger"))
    assert code_of(second) == (409, "already_linked")
    assert Identity.objects.count() == 1


def test_linking_and_unlinking_need_a_fresh_proof_and_no_token(person: User, rada: IdentityProvider) -> None:
    browser = link(person)
    identity = Identity.objects.get()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("viche.accounts.reauthentication.time", lambda: now().timestamp() + 400)
        assert code_of(post(browser, IDENTITIES, {"provider": "rada"})) == (403, "proof_required")
        assert code_of(browser.delete(f"{IDENTITIES}/{identity.pk}")) == (403, "proof_required")
    headers = bearer(token_of(person))
    for method, address in (
        ("get", IDENTITIES),
        ("post", IDENTITIES),
        ("post", f"{IDENTITIES}/returned"),
        ("delete", f"{IDENTITIES}/{identity.pk}"),
    ):
        asked = getattr(Client(), method)(address, content_type="application/json", headers=headers)
        assert code_of(asked) == (403, "needs_sign_in")


def test_unlinking_ends_other_sign_ins(person: User, rada: IdentityProvider) -> None:
    browser = link(person)
    elsewhere, _answer = enter()
    before = AccessChange.objects.count()
    assert browser.delete(f"{IDENTITIES}/{Identity.objects.get().pk}").status_code == 204
    assert (who(browser), who(elsewhere)) == (200, 401)
    assert AccessChange.objects.count() == before + 1
    assert code_of(enter()[1]) == (403, "identity_unknown")
    assert kinds(person)[-1] == "accounts.identity_unlinked"


def test_the_last_way_in_stays(make_person: MakePerson, rada: IdentityProvider) -> None:
    invited = make_person(email="olena@kalynodil.example")  # never had a password
    link(invited, sit_down(invited))
    browser, _answer = enter()
    address = f"{IDENTITIES}/{Identity.objects.get().pk}"
    assert code_of(browser.delete(address)) == (409, "last_way_in")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("viche.accounts.reauthentication.time", lambda: now().timestamp() + 400)
        assert code_of(browser.delete(address)) == (403, "proof_required"), "they sign in anew to prove it"


def test_one_identity_is_nobody_elses_business(
    person: User, rada: IdentityProvider, make_person: MakePerson
) -> None:
    link(person)
    other = sit_down(make_person())
    identity = Identity.objects.get()
    assert other.delete(f"{IDENTITIES}/{identity.pk}").status_code == 404
    assert other.get(IDENTITIES).json()["items"] == []
    assert Identity.objects.exists()


def test_a_provider_that_was_switched_off_signs_nobody_in(person: User, rada: IdentityProvider) -> None:
    link(person)
    browser = Client()
    brought = visit(begin(browser, "rada"), "olena")
    IdentityProvider.objects.update(is_enabled=False)
    assert code_of(come_back(browser, "rada", brought))[0] == 404
    assert post(Client(), "/api/v1/identity-providers/rada/sign-in").status_code == 404
    assert Client().get("/api/v1/identity-providers").json()["items"] == []


def test_what_came_back_is_good_once_in_one_browser(person: User, rada: IdentityProvider) -> None:
    link(person)
    browser, elsewhere = Client(), Client()
    brought = visit(begin(browser, "rada"), "olena")
    assert brought["iss"] == rada.issuer
    assert code_of(come_back(elsewhere, "rada", brought)) == (409, "sign_in_lapsed"), "not begun there"
    begin(elsewhere, "rada")
    assert code_of(come_back(elsewhere, "rada", brought)) == (409, "sign_in_lapsed"), "another one was"
    assert come_back(browser, "rada", brought).status_code == 200
    assert who(elsewhere) == 401
    browser.logout()
    assert code_of(come_back(browser, "rada", brought)) == (409, "sign_in_lapsed")


def test_a_code_without_the_verifier_of_this_browser_is_worth_nothing(
    person: User, rada: IdentityProvider
) -> None:
    """PKCE: whoever injects a stolen code into a flow of their own."""
    link(person)
    stolen = visit(begin(Client(), "rada"), "olena")
    thief = Client()
    own = query_of(begin(thief, "rada"))
    answer = come_back(thief, "rada", {"state": own["state"], "code": stolen["code"], "iss": rada.issuer})
    assert code_of(answer) == (403, "identity_refused")
    assert who(thief) == 401


def test_what_is_begun_to_sign_in_links_nothing_and_the_other_way_round(
    person: User, rada: IdentityProvider, make_person: MakePerson
) -> None:
    browser = signed_in(person.email)
    brought = visit(begin_linking(browser, "rada"), "olena")
    assert code_of(come_back(browser, "rada", brought))[0] == 409, "signed in already"
    other = make_person(password=PASSWORD)
    browser.force_login(other)  # somebody else at the same browser
    assert code_of(bring(browser, "rada", brought)) == (409, "sign_in_lapsed")
    fresh = Client()
    brought = visit(begin(fresh, "rada"), "olena")
    fresh.force_login(other)
    assert code_of(bring(fresh, "rada", brought)) == (409, "sign_in_lapsed")
    assert not Identity.objects.exists()


def test_the_steps_are_of_our_own_page(rada: IdentityProvider) -> None:
    browser = Client(enforce_csrf_checks=True)
    address = "/api/v1/identity-providers/rada/sign-in"
    assert code_of(post(browser, address)) == (403, "csrf")
    assert post(browser, "/_allauth/browser/v1/auth/provider", {}).status_code == 403
    browser.get("/api/v1/identity-providers")
    headers = {"X-CSRFToken": browser.cookies["viche_csrf"].value}
    answer = browser.post(address, {}, content_type="application/json", headers=headers)
    assert answer.status_code == 200
    asked = query_of(answer.json()["address"])
    assert asked["redirect_uri"] == "http://localhost:8000/sign-in/return/rada"
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert {len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge")} == {True}


def test_lists_cost_the_same_for_any_number(
    person: User, rada: IdentityProvider, django_assert_num_queries: Any
) -> None:
    browser = sit_down(person)
    with django_assert_num_queries(1):
        Client().get("/api/v1/identity-providers")
    for number in range(5):
        one = add(f"other-{number}", f"https://id{number}.example", secret="")
        Identity.objects.create(person=person, provider=one, subject="1")
    with django_assert_num_queries(1):
        Client().get("/api/v1/identity-providers")
    with django_assert_num_queries(5):
        browser.get(IDENTITIES)


def test_one_network_begins_only_so_often(rada: IdentityProvider) -> None:
    answers = [post(Client(), "/api/v1/identity-providers/rada/sign-in").status_code for _nth in range(31)]
    assert answers == [200] * 30 + [429]

"""The first sign-in by an address that a provider vouches for: confirmed and taken away by letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD, SYSTEM, MakePerson, at_once, bearer, token_of
from tests.accounts.factors import code_of, kinds, post, signed_in, who
from tests.accounts.forger import Forger, rsa_key, serving
from tests.accounts.identities import add, begin_linking, bring, query_of, through
from viche.accounts.jobs import send_letters
from viche.accounts.models import Identity, IdentityConfirmation, IdentityProvider, User
from viche.accounts.oidc.discovery import clear_discovery_cache
from viche.accounts.services.keys import revoke_keys
from viche.accounts.services.people import change_password, deactivate_person
from viche.kernel.clock import now, replace_clock

pytestmark = pytest.mark.django_db

KEY = rsa_key()
LETTERS = "/api/v1/identity-letters"
UNCONFIRMED, VOID = (403, "identity_unconfirmed"), (404, "link_invalid")


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


@pytest.fixture
def forger(person: User) -> Iterator[Forger]:
    """A provider of an administrator, who has listed the domain of the victim's address."""
    clear_discovery_cache()
    with serving(Forger(key=KEY, claims={"email": person.email, "email_verified": True})) as one:
        add("forger", one.issuer, domains=["kalynodil.example"])
        yield one


def enter(forger: Forger) -> tuple[Client, Any]:
    browser = Client()
    return browser, through(browser, "forger", forger)


def secret_of(page: str) -> str:
    """The secret of the link in the last letter that leads to a page."""
    send_letters()
    found = [re.search(rf"/{page}#(\S+)", str(one.body)) for one in reversed(mail.outbox)]
    return next(one[1] for one in found if one is not None)


def use(step: str, secret: str) -> Any:
    return post(Client(), f"{LETTERS}/{step}", {"secret": secret})


def test_an_address_that_a_provider_vouches_for_signs_nobody_in(person: User, forger: Forger) -> None:
    browser, answer = enter(forger)
    assert (code_of(answer), who(browser)) == (UNCONFIRMED, 401)
    assert not Identity.objects.exists()
    secret = secret_of("confirm-sign-in")
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([person.email], "Це ви входите до Віче?")
    assert "Калинодільська рада" in str(letter.body)
    assert code_of(enter(forger)[1]) == UNCONFIRMED, "nobody has answered yet"
    secret = secret_of("confirm-sign-in")
    confirmed = use("confirm", secret)
    assert confirmed.status_code == 204, confirmed.content
    assert not confirmed.cookies, "a letter signs nobody in"
    browser, answer = enter(forger)
    assert (answer.status_code, who(browser)) == (200, 200)
    assert code_of(use("confirm", secret)) == VOID
    assert "accounts.identity_linked" in kinds(person)


def test_the_letter_that_tells_of_a_link_takes_it_away(person: User, forger: Forger) -> None:
    earlier = token_of(person)
    enter(forger)
    use("confirm", secret_of("confirm-sign-in"))
    intruder, _answer = enter(forger)
    since = token_of(person)
    secret = secret_of("unlink-sign-in")
    assert mail.outbox[-1].subject == "До вашого запису додано спосіб входу"
    assert use("unlink", secret).status_code == 204
    assert who(intruder) == 401
    assert not Identity.objects.exists()
    statuses = [Client().get("/api/v1/me", headers=bearer(one)).status_code for one in (earlier, since)]
    assert statuses == [200, 401], "whoever came in by it may have issued a token"
    assert kinds(person)[-1] == "accounts.identity_unlinked"
    assert code_of(use("unlink", secret)) == VOID
    assert code_of(enter(forger)[1]) == UNCONFIRMED


def test_linking_at_ones_own_browser_is_told_by_the_same_letter(person: User, forger: Forger) -> None:
    browser = signed_in(person.email)
    asked = query_of(begin_linking(browser, "forger"))
    forger.nonce = asked["nonce"]
    assert bring(browser, "forger", {"state": asked["state"], "code": "any"}).status_code == 201
    assert use("unlink", secret_of("unlink-sign-in")).status_code == 204
    assert not Identity.objects.exists()


def test_a_link_opens_nothing_when_something_changed_since(person: User, forger: Forger) -> None:
    enter(forger)
    secret = secret_of("confirm-sign-in")
    late = now() + timedelta(days=1, seconds=1)
    with replace_clock(lambda: late):
        assert code_of(use("confirm", secret)) == VOID
    IdentityProvider.objects.update(is_enabled=False)
    assert code_of(use("confirm", secret)) == VOID
    IdentityProvider.objects.update(is_enabled=True)
    enter(forger)
    assert code_of(use("confirm", secret)) == VOID, "a later letter replaces it"
    secret = secret_of("confirm-sign-in")
    change_password(actor=SYSTEM, person_id=person.pk, password="Вечір-біля-криниці-9")
    assert code_of(use("confirm", secret)) == VOID
    enter(forger)
    secret = secret_of("confirm-sign-in")
    deactivate_person(actor=SYSTEM, person_id=person.pk)
    assert code_of(use("confirm", secret)) == VOID
    assert code_of(use("confirm", "x")) == code_of(use("unlink", secret)) == VOID
    assert not Identity.objects.exists()


def test_a_link_opens_nothing_when_the_provider_vouches_for_the_domain_no_more(
    person: User, forger: Forger
) -> None:
    enter(forger)
    secret = secret_of("confirm-sign-in")
    IdentityProvider.objects.update(domains=["another.example"])
    assert code_of(use("confirm", secret)) == VOID
    assert not Identity.objects.exists()


def test_a_recovery_leaves_no_first_sign_in_to_confirm(person: User, forger: Forger) -> None:
    enter(forger)
    secret = secret_of("confirm-sign-in")
    revoke_keys(actor=SYSTEM, person_id=person.pk)
    assert not IdentityConfirmation.objects.exists()
    assert code_of(use("confirm", secret)) == VOID


def test_the_letter_that_unlinks_works_after_a_change_of_address(person: User, forger: Forger) -> None:
    enter(forger)
    use("confirm", secret_of("confirm-sign-in"))
    secret = secret_of("unlink-sign-in")
    User.objects.filter(pk=person.pk).update(email="olena@elsewhere.example")
    assert use("unlink", secret).status_code == 204
    assert not Identity.objects.exists()


def test_letters_are_few_and_only_to_people_who_are_there(person: User, forger: Forger) -> None:
    answers = [enter(forger)[1].status_code for _nth in range(4)]
    assert answers == [403, 403, 403, 429]
    assert IdentityConfirmation.objects.count() == 1
    forger.claims = {"email": "stranger@kalynodil.example", "email_verified": True}
    assert code_of(enter(forger)[1]) == (403, "identity_unknown")


@pytest.mark.django_db(transaction=True)
def test_a_link_is_used_once(person: User, forger: Forger) -> None:
    enter(forger)
    secret = secret_of("confirm-sign-in")
    answers = at_once(2, lambda _nth: use("confirm", secret).status_code)
    assert sorted(map(str, answers)) == ["204", "404"]
    assert Identity.objects.count() == 1

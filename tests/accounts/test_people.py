"""Making, changing and deactivating people."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.accounts.conftest import SYSTEM, MakePerson, actor_in, at_once, bearer, sit_down, token_of
from viche.accounts.emails import normalise_email
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.policies import Action, can_administer, people
from viche.accounts.services.people import create_person, deactivate_person, update_me
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.errors import Forbidden, Invalid, NotFound, SignedOut, Stale
from viche.kernel.events import list_events_after
from viche.kernel.ids import uuid7
from viche.kernel.models import AccessChange

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "spelling", ["OLENA@kalynodil.example", "ｏｌｅｎａ@Kalynodil.Example", " olena@KALYNODIL.example "]
)
def test_two_spellings_of_an_address_are_one_person(person: User, spelling: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create_person(actor=SYSTEM, email=spelling, name_uk="Інша")
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/email", "taken")]
    assert User.objects.get_by_natural_key(spelling) == person


def test_canonical_form_is_stable() -> None:
    for address in ("Straße@Example.UA", "ＡＢＣ@x.y", "ﬁrst@x.y"):
        once = normalise_email(address)
        assert normalise_email(once) == once == once.lower()


def test_database_refuses_an_address_that_is_not_canonical(person: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=person.pk).update(email="Olena@kalynodil.example")


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("email", "not an address", "/email"),
        ("email", "a@b\r\nBcc: c@d.e", "/email"),
        ("name_uk", " \u200b ", "/name_uk"),
        ("name_uk", "я" * 121, "/name_uk"),
        ("name_uk", "Олена\u202e", "/name_uk"),
        ("name_uk", "Oлена Коваль", "/name_uk"),  # a Latin O
        ("name_en", "Оlena Koval", "/name_en"),  # a Cyrillic О
        ("name_en", "Olena\x00", "/name_en"),
        ("time_zone", "Europe/Atlantis", "/time_zone"),
        ("language", "fr", "/language"),
        ("grammatical_gender", "other", "/gender"),
        ("password", "short", "/password"),
        ("password", "kalynodil.example", "/password"),
    ],
)
def test_what_cannot_be_is_refused_with_the_name_of_the_field(field: str, value: str, pointer: str) -> None:
    facts: dict[str, Any] = {"email": "new@kalynodil.example", "name_uk": "Нова", field: value}
    with pytest.raises(Invalid) as refusal:
        create_person(actor=SYSTEM, **facts)
    assert {error.pointer for error in refusal.value.errors} == {pointer}


def test_only_administrators_and_the_system_make_people(person: User, administrator: User) -> None:
    made = create_person(actor=Actor.for_person(administrator.pk), email="a@b.example", name_uk="А")
    assert not made.has_usable_password()
    with pytest.raises(Forbidden):
        create_person(actor=Actor.for_person(person.pk), email="c@d.example", name_uk="В")
    with pytest.raises(SignedOut):
        create_person(actor=ANONYMOUS, email="c@d.example", name_uk="В")


def test_me_is_the_person_who_asks(person: User) -> None:
    answer = sit_down(person).get("/api/v1/me")
    assert answer.status_code == 200
    assert answer["ETag"] == '"1"'
    assert answer.json() == {
        "id": str(person.pk),
        "email": "olena@kalynodil.example",
        "name": {"uk": "Олена Коваль", "en": "Olena Koval"},
        "gender": "neutral",
        "language": "uk",
        "time_zone": "Europe/Kyiv",
        "shows_presence": True,
        "is_administrator": False,
        "has_password": False,
        "factor_due_at": None,
        "version": 1,
        "seq": 1,
    }


def test_preferences_change_with_the_version_that_was_read(person: User) -> None:
    browser = sit_down(person)
    change = {
        "language": "en",
        "time_zone": "Europe/Warsaw",
        "gender": "feminine",
        "shows_presence": False,
    }
    patched = browser.patch(
        "/api/v1/me", change, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert patched.status_code == 200
    assert {key: patched.json()[key] for key in change} == change
    assert patched["ETag"] == '"2"'
    assert patched.json()["seq"] == 2
    (_seq, event) = list_events_after(f"user:{person.pk}", 1)[0]
    assert event.kind == "accounts.person_changed"
    assert event.data["fields"] == ["grammatical_gender", "language", "shows_presence", "time_zone"]

    stale = browser.patch("/api/v1/me", change, content_type="application/json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    missing = browser.patch("/api/v1/me", change, content_type="application/json")
    assert missing.status_code == 428


def test_a_change_to_the_same_changes_nothing(person: User) -> None:
    same = update_me(actor=Actor.for_person(person.pk), expected_version=1, language="uk")
    assert same.version == 1
    assert len(list_events_after(f"user:{person.pk}", 0)) == 1


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"language": "fr"}, "/language", "invalid_choice"),
        ({"time_zone": "Mars/Base"}, "/time_zone", "invalid_choice"),
        ({"time_zone": 5}, "/time_zone", "not_a_string"),
        ({"shows_presence": "no"}, "/shows_presence", "not_a_boolean"),
        ({"gender": None}, "/gender", "null"),
        ({"email": "x@y.example"}, "/email", "unknown"),
        ({"is_superuser": True}, "/is_superuser", "unknown"),
        ({"version": 9}, "/version", "unknown"),
    ],
)
def test_preferences_refuse_bad_input(
    person: User, change: dict[str, object], pointer: str, code: str
) -> None:
    answer = sit_down(person).patch(
        "/api/v1/me", change, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_told_to_look_again(person: User) -> None:
    actor = Actor.for_person(person.pk)
    zones = ("Europe/Warsaw", "Europe/Vilnius", "Europe/Riga")
    results = at_once(3, lambda n: update_me(actor=actor, expected_version=1, time_zone=zones[n]))
    assert sum(isinstance(one, User) for one in results) == 1
    assert sum(isinstance(one, Stale) for one in results) == 2
    person.refresh_from_db()
    assert person.version == 2


def test_a_deactivated_person_loses_everything_at_once(person: User, administrator: User) -> None:
    browser, secret = sit_down(person), token_of(person)
    assert browser.get("/api/v1/me").status_code == 200
    deactivate_person(actor=Actor.for_person(administrator.pk), person_id=person.pk)
    assert browser.get("/api/v1/me").status_code == 401
    assert Client().get("/api/v1/me", headers=bearer(secret)).status_code == 401
    assert not Session.objects.filter(person=person).exists()
    assert not PersonalAccessToken.objects.filter(person=person, revoked_at=None).exists()
    assert AccessChange.objects.filter(person=person, reason="person_deactivated").count() == 1
    again = deactivate_person(actor=SYSTEM, person_id=person.pk)
    assert again.version == 2
    assert AccessChange.objects.filter(reason="person_deactivated").count() == 1


def test_nobody_deactivates_themselves_or_strangers(
    person: User, administrator: User, make_person: MakePerson
) -> None:
    with pytest.raises(Forbidden):
        deactivate_person(actor=Actor.for_person(administrator.pk), person_id=administrator.pk)
    with pytest.raises(Forbidden):
        deactivate_person(actor=Actor.for_person(person.pk), person_id=person.pk)
    with pytest.raises(NotFound):
        deactivate_person(actor=Actor.for_person(person.pk), person_id=make_person().pk)
    with pytest.raises(NotFound):
        deactivate_person(actor=SYSTEM, person_id=uuid7())
    with pytest.raises(SignedOut):
        deactivate_person(actor=ANONYMOUS, person_id=person.pk)


def test_a_token_never_administers(administrator: User, person: User) -> None:
    token = token_of(administrator)
    row = PersonalAccessToken.objects.get(person=administrator)
    actor = Actor(person_id=administrator.pk, token_id=row.pk, scopes=frozenset(row.scopes))
    assert token.startswith(row.prefix)
    with pytest.raises(NotFound):
        deactivate_person(actor=actor, person_id=person.pk)
    with pytest.raises(Forbidden):
        create_person(actor=actor, email="a@b.example", name_uk="А")


def test_who_is_deactivated_and_who_is_nobody_administer_nothing(administrator: User) -> None:
    assert can_administer(Actor.for_person(administrator.pk))
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    assert not can_administer(Actor.for_person(administrator.pk))
    assert not can_administer(ANONYMOUS)


def test_what_is_visible_and_what_is_permitted_agree(
    person: User, administrator: User, make_person: MakePerson
) -> None:
    other = make_person()
    browser = sit_down(person)
    for actor in (actor_in(browser, person), Actor.for_person(administrator.pk), SYSTEM, ANONYMOUS):
        seen = set(people.visible_to(actor))
        for one in (person, administrator, other):
            assert (one in seen) == people.can(actor, Action.READ, one)
            assert bool(people.explain(actor, one)) == (one in seen)


def test_what_an_administrator_does_to_an_account_of_their_own(administrator: User) -> None:
    """Nobody locks themselves out, and who is in needs no link."""
    actor = Actor.for_person(administrator.pk)
    done = {action for action in people.administrative if people.can(actor, action, administrator)}
    assert done == {
        Action.CREATE,
        Action.REACTIVATE,
        Action.RENAME,
        Action.MAKE_ADMINISTRATOR,
        Action.SIGN_OUT,
        Action.REVOKE_KEYS,
    }


def test_a_pseudonym_is_nobodys_account(person: User, administrator: User) -> None:
    person.email = f"{person.pk.hex}{User.NOWHERE}"
    for actor in (Actor.for_person(administrator.pk), SYSTEM):
        assert people.can(actor, Action.READ, person)
        assert not any(people.can(actor, one, person) for one in (Action.REACTIVATE, Action.RENAME))

"""Whether a sign-in still holds, and references to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.accounts.conftest import SYSTEM, actor_in, sit_down, token_of
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.services.people import deactivate_person
from viche.accounts.services.sessions import sign_out
from viche.accounts.services.tokens import revoke_token
from viche.accounts.session_validity import (
    NEVER_ENDS,
    build_sign_in_reference,
    build_token_actor,
    find_sign_in_end,
    find_sign_in_ends,
    is_live,
    resolve_sign_in_reference,
)
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import SecondFactorRequired, SignedOut
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_browser(person: User) -> Actor:
    return actor_in(sit_down(person), person)


@pytest.fixture
def with_token(person: User) -> Actor:
    token_of(person, "accounts:read")
    return build_token_actor(PersonalAccessToken.objects.get(person=person))


def test_a_session_lives_until_it_ends(in_browser: Actor) -> None:
    assert find_sign_in_end(in_browser) == Session.objects.get().expire_date
    sign_out(actor=in_browser)
    assert not is_live(in_browser)
    with pytest.raises(SignedOut):
        build_sign_in_reference(in_browser)


def test_a_token_lives_until_it_ends(with_token: Actor) -> None:
    row = PersonalAccessToken.objects.get()
    assert find_sign_in_end(with_token) == row.live_until == row.created_at + timedelta(days=30)
    with replace_clock(lambda: row.live_until):
        assert not is_live(with_token)
    revoke_token(actor=SYSTEM, token_id=row.pk)
    assert not is_live(with_token)


def test_time_ends_a_session_by_itself(in_browser: Actor) -> None:
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert not is_live(in_browser)


def test_nothing_of_a_deactivated_person_lives(person: User, in_browser: Actor, with_token: Actor) -> None:
    references = [
        build_sign_in_reference(actor) for actor in (in_browser, with_token, Actor.for_person(person.pk))
    ]
    assert [resolve_sign_in_reference(reference) for reference in references] == [
        in_browser,
        with_token,
        Actor.for_person(person.pk),
    ]
    deactivate_person(actor=SYSTEM, person_id=person.pk)
    assert [resolve_sign_in_reference(reference) for reference in references] == [ANONYMOUS] * 3
    assert not any(is_live(actor) for actor in (in_browser, with_token, Actor.for_person(person.pk)))


def test_a_session_is_another_persons_for_nobody(in_browser: Actor, administrator: User) -> None:
    assert not is_live(Actor(person_id=administrator.pk, session_id=in_browser.session_id))
    assert not is_live(Actor(person_id=uuid7()))


def test_the_system_always_lives_and_nobody_never() -> None:
    assert find_sign_in_end(SYSTEM) == NEVER_ENDS
    assert not is_live(ANONYMOUS)
    with pytest.raises(SignedOut):
        build_sign_in_reference(ANONYMOUS)


def test_many_are_looked_up_together(
    person: User,
    administrator: User,
    in_browser: Actor,
    with_token: Actor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    another = Actor(person_id=administrator.pk, session_id=in_browser.session_id)
    lost = Actor(person_id=person.pk, token_id=uuid7())
    due = now() + timedelta(minutes=1)
    User.objects.filter(pk=administrator.pk).update(factor_due_at=due)
    actors = [in_browser, another, with_token, lost, Actor.for_person(administrator.pk), SYSTEM, ANONYMOUS]
    with django_assert_num_queries(3):
        found = find_sign_in_ends(actors)
    for gone in (another, lost, ANONYMOUS):
        assert isinstance(found.pop(gone), SignedOut)
    assert found == {
        in_browser: Session.objects.get().expire_date,
        with_token: PersonalAccessToken.objects.get().live_until,
        Actor.for_person(administrator.pk): due,
        SYSTEM: NEVER_ENDS,
    }
    with replace_clock(lambda: due):
        assert isinstance(find_sign_in_ends(actors)[Actor.for_person(administrator.pk)], SecondFactorRequired)


def test_a_reference_does_not_hold_the_key(
    in_browser: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert in_browser.session_id is not None
    assert in_browser.session_id not in build_sign_in_reference(in_browser)
    with django_assert_num_queries(1):
        assert is_live(in_browser)

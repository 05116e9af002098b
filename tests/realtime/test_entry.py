"""Who may come in: the exact origin, a living sign-in or a ticket that works once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from websockets.exceptions import InvalidStatus

from tests.realtime.client import ORIGIN
from tests.realtime.conftest import SYSTEM, Enter, MakePerson, Rooms, session_of, token_actor
from viche.accounts.models import Demand, Session, User
from viche.accounts.services.factor_requirements import require_factors
from viche.accounts.services.people import change_password, deactivate_person
from viche.accounts.services.tokens import revoke_token
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import SignedOut
from viche.realtime.identity import ANONYMOUS_IDENTITY, ConnectionIdentity, load_identities
from viche.realtime.models import RealtimeTicket
from viche.realtime.tickets import delete_expired_tickets, issue_ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://localhost",
        "https://localhost:8000",
        "http://localhost:8001",
        "http://localhost:8000/",
        "http://localhost:8000.example",
        "http://sub.localhost:8000",
        "http://LOCALHOST:8000",
        "http://127.0.0.1:8000",
        "http://localhost:8000, http://evil.example",
    ],
)
def test_another_origin_is_refused_before_the_accept(enter: Enter, olena: User, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        enter(olena, origin=origin)
    assert refused.value.response.status_code == 403


def test_two_origins_are_none(enter: Enter, olena: User) -> None:
    cookie = f"viche_session={session_of(olena)}"
    headers = [("Cookie", cookie), ("Origin", ORIGIN), ("Origin", ORIGIN)]
    with pytest.raises(InvalidStatus) as refused:
        enter(olena, origin=None, additional_headers=headers)
    assert refused.value.response.status_code in (400, 403)


@pytest.mark.parametrize("key", ["", "unknown0123456789", "../../etc", "x" * 500, "ключ"])
def test_nobody_is_accepted_and_then_closed(enter: Enter, key: str) -> None:
    assert enter(key=key.encode().decode("latin-1")).closed() == 4401


def test_an_ended_session_opens_nothing(enter: Enter, olena: User, taras: User) -> None:
    over, unknown_password = session_of(olena), session_of(taras)
    Session.objects.filter(session_key=over).update(expire_date=now() - timedelta(seconds=1))
    User.objects.filter(pk=taras.pk).update(password="!another")
    assert enter(key=over).closed() == 4401
    assert enter(key=unknown_password).closed() == 4401


def test_those_who_come_together_are_looked_up_together(
    olena: User, taras: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys, over = [session_of(person) for person in (olena, taras)], session_of(olena)
    Session.objects.filter(session_key=over).update(expire_date=now() - timedelta(seconds=1))
    User.objects.filter(pk=taras.pk).update(language="en")
    with django_assert_num_queries(1):
        found = load_identities([*keys, over, "unknown"])
    ends = Session.objects.in_bulk(keys)
    for key, person, language in zip(keys, (olena, taras), ("uk", "en"), strict=True):
        actor = Actor(person_id=person.pk, session_id=key)
        assert found[key] == ConnectionIdentity(actor, ends[key].expire_date, language)
    assert [found[over], found["unknown"]] == [ANONYMOUS_IDENTITY, ANONYMOUS_IDENTITY]


def test_a_deactivated_person_is_out(enter: Enter, make_person: MakePerson) -> None:
    person = make_person()
    key = session_of(person)
    deactivate_person(actor=SYSTEM, person_id=person.pk)
    assert enter(key=key).closed() == 4401


def test_a_ticket_lets_in_once_and_without_an_origin(enter: Enter, rooms: Rooms, olena: User) -> None:
    ticket, expires_at = issue_ticket(actor=token_actor(olena))
    assert timedelta(seconds=50) < expires_at - now() <= timedelta(seconds=60)
    assert RealtimeTicket.objects.filter(digest=ticket).count() == 0
    client = enter(ticket=ticket)
    assert client.ask("subscribe", topic=f"room:{rooms.open(olena)}")["type"] == "subscribed"
    assert enter(ticket=ticket).closed() == 4401


def test_a_ticket_does_not_replace_the_origin_of_a_page(enter: Enter, olena: User) -> None:
    ticket, _expires_at = issue_ticket(actor=token_actor(olena))
    with pytest.raises(InvalidStatus):
        enter(ticket=ticket, origin="http://evil.example")


@pytest.mark.parametrize("ticket", ["", "wrong", "A" * 43, "A" * 5000, "%00", "ї"])
def test_a_wrong_ticket_opens_nothing_and_is_told_why(enter: Enter, ticket: str) -> None:
    assert enter(ticket=ticket).closed_why() == (4401, "signed_out")


def test_a_ticket_lives_a_minute_and_is_then_forgotten(enter: Enter, olena: User) -> None:
    ticket, _expires_at = issue_ticket(actor=Actor(person_id=olena.pk, session_id=session_of(olena)))
    start = now()
    with replace_clock(lambda: start + timedelta(seconds=61)):
        assert enter(ticket=ticket).closed() == 4401
        issue_ticket(actor=token_actor(olena))
    with replace_clock(lambda: start + timedelta(seconds=200)):
        assert delete_expired_tickets(actor=SYSTEM) == 1


def test_a_ticket_ends_with_its_sign_in(enter: Enter, olena: User) -> None:
    actor = token_actor(olena)
    assert actor.token_id is not None
    ticket, _expires_at = issue_ticket(actor=actor)
    revoke_token(actor=SYSTEM, token_id=actor.token_id)
    assert enter(ticket=ticket).closed() == 4401
    session = Actor(person_id=olena.pk, session_id=session_of(olena))
    change_password(actor=Actor.for_person(olena.pk), person_id=olena.pk, password="Калина-над-водою-8")
    with pytest.raises(SignedOut):
        issue_ticket(actor=session)


def test_of_many_with_one_ticket_one_gets_in(enter: Enter, olena: User) -> None:
    ticket, _expires_at = issue_ticket(actor=token_actor(olena))

    def come(_index: int) -> str:
        try:
            return str(enter(ticket=ticket).ask("ping")["type"])
        except Exception as error:  # noqa: BLE001 - the refusal is the result
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(come, range(8))).count("ok") == 1


class TestCrowd:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"sockets": 2}

    def test_the_sockets_of_one_person_are_bounded(self, enter: Enter, olena: User, taras: User) -> None:
        first, second = enter(olena), enter(olena)
        assert first.ask("ping")["type"] == second.ask("ping")["type"] == "ok"
        assert enter(olena).closed() == 4429
        assert enter(taras).ask("ping")["type"] == "ok"


def test_who_lacks_a_second_factor_is_told_so(enter: Enter, rooms: Rooms, make_person: MakePerson) -> None:
    person = make_person(is_administrator=True)
    room = rooms.open(person)
    inside = enter(person)
    inside.ask("subscribe", topic=f"room:{room}")
    ticket, _expires_at = issue_ticket(actor=token_actor(person))
    require_factors(actor=SYSTEM, role="administrator", demand=Demand.ANY, since=now(), expected_version=0)
    assert inside.closed() == 4423
    assert enter(person).closed() == 4423
    assert enter(ticket=ticket, origin=None).closed() == 4423

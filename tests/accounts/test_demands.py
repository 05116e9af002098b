"""Second factors that roles demand: who decides, whom it stops, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.accounts.conftest import PASSWORD, SYSTEM, MakePerson, at_once, bearer, sit_down, token_of
from tests.accounts.factors import FACTORS, add_app, add_passkey, post, signed_in, who
from viche.accounts import roles
from viche.accounts.jobs import refresh_all_factor_due_dates
from viche.accounts.models import Demand, FactorReset, Session, User
from viche.accounts.roles import RoleHolding
from viche.accounts.services.factor_requirements import refresh_factor_due_dates, require_factors
from viche.accounts.services.people import create_person
from viche.accounts.session_validity import build_sign_in_reference, is_live, resolve_sign_in_reference
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, SecondFactorRequired
from viche.kernel.events import list_events_after
from viche.kernel.models import AccessChange, Event

pytestmark = pytest.mark.django_db
REQUIREMENTS, RESETS = "/api/v1/system/factor-requirements", "/api/v1/system/factor-resets"
PAST = now() - timedelta(days=1)


class Cast(list[RoleHolding]):
    """Who holds the role `actor` of these tests."""

    def give(self, person: User, starts_at: datetime | None = None, ends_at: datetime | None = None) -> None:
        self.append(RoleHolding(person.pk, "actor", starts_at, ends_at))
        refresh_factor_due_dates(actor=SYSTEM, person_ids=[person.pk])


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = Cast()
    source = roles._Source(
        {"actor": lambda: "Актор"},
        lambda _codes, ids: [one for one in made if ids is None or one.person_id in ids],
    )
    monkeypatch.setattr(roles, "_SOURCES", [*roles._SOURCES, source])
    return made


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", password=PASSWORD)


def demand(what: str, since: datetime = PAST, role: str = "actor", version: int = 0) -> None:
    require_factors(actor=SYSTEM, role=role, demand=what, since=since, expected_version=version)


def refused(answer: Any) -> bool:
    stopped: bool = answer.status_code == 403 and answer.json()["code"] == "second_factor_required"
    return stopped


def test_who_lacks_it_reaches_only_what_sets_it_up(cast: Cast, person: User) -> None:
    browser = signed_in(person.email)
    cast.give(person)
    assert not refused(browser.get("/api/v1/tokens"))
    demand(Demand.ANY)
    for address in ("tokens", "me/sessions", "groups", "notifications", "today", "me/mandates"):
        assert refused(browser.get(f"/api/v1/{address}")), address
    assert refused(post(browser, "/api/v1/realtime/ticket"))
    changed = post(
        browser,
        "/_allauth/browser/v1/account/password/change",
        {"current_password": PASSWORD, "new_password": "Вечір-біля-криниці-9"},
    )
    assert refused(changed)
    me = browser.get("/api/v1/me?include=today,mandates").json()
    assert me["factor_due_at"] is not None
    assert me["included"] == {"today": None, "mandates": None}
    lacking = browser.get(FACTORS).json()["demands"]
    assert [(one["role"]["uk"], one["demand"]) for one in lacking] == [("Актор", "any")]
    add_app(browser)
    assert browser.get("/api/v1/tokens").status_code == 200
    assert browser.get("/api/v1/me").json()["factor_due_at"] is None


def test_who_lacks_it_can_sign_out(cast: Cast, person: User) -> None:
    demand(Demand.ANY)
    cast.give(person)
    here, there = signed_in(person.email), signed_in(person.email)
    assert here.delete("/_allauth/browser/v1/auth/session").status_code == 401
    assert there.delete("/api/v1/me/sessions").status_code == 204
    assert not Session.objects.filter(person=person).exists()


def test_the_refusal_is_in_the_readers_language(cast: Cast, person: User) -> None:
    demand(Demand.ANY)
    cast.give(person)
    answer = signed_in(person.email).get("/api/v1/groups")
    assert answer["Content-Type"] == "application/problem+json"
    assert "WWW-Authenticate" not in answer
    assert answer.json()["title"] == "Спершу додайте другий спосіб підтвердження"


@pytest.mark.parametrize(
    ("what", "has", "enough"),
    [
        (Demand.NONE, "", True),
        (Demand.ANY, "app", True),
        (Demand.ANY, "passkey", True),
        (Demand.PASSKEY, "app", False),
        (Demand.PASSKEY, "passkey", True),
        (Demand.BOTH, "passkey", False),
        (Demand.BOTH, "app", False),
        (Demand.BOTH, "app passkey", True),
    ],
)
def test_what_is_demanded_is_what_is_enough(
    cast: Cast, person: User, what: str, has: str, enough: bool
) -> None:
    browser = signed_in(person.email)
    if "app" in has:
        add_app(browser)
    if "passkey" in has:
        add_passkey(browser)
    demand(what)
    cast.give(person)
    assert refused(browser.get("/api/v1/tokens")) != enough


def test_before_the_day_comes_nothing_is_closed(cast: Cast, person: User) -> None:
    browser, day = signed_in(person.email), now() + timedelta(days=3)
    cast.give(person)
    demand(Demand.PASSKEY, day)
    assert browser.get("/api/v1/tokens").status_code == 200
    assert datetime.fromisoformat(browser.get("/api/v1/me").json()["factor_due_at"]) == day
    with replace_clock(lambda: day):
        assert refused(browser.get("/api/v1/tokens"))
        add_passkey(browser)
        assert browser.get("/api/v1/tokens").status_code == 200


def test_a_role_demands_while_it_is_held(cast: Cast, person: User) -> None:
    browser = signed_in(person.email)
    begins, ends = now() + timedelta(days=1), now() + timedelta(days=2)
    demand(Demand.ANY)
    cast.give(person, begins, ends)
    assert browser.get("/api/v1/tokens").status_code == 200
    with replace_clock(lambda: begins):
        assert refused(browser.get("/api/v1/tokens"))
    with replace_clock(lambda: ends):
        assert browser.get("/api/v1/tokens").status_code == 200, "nobody had to note that it ended"
        person.refresh_from_db()
        assert person.factor_due_at is None


def test_a_role_that_is_held_twice_is_named_once_from_its_earliest_moment(cast: Cast, person: User) -> None:
    browser, later = signed_in(person.email), now() + timedelta(days=1)
    demand(Demand.ANY)
    for begins in (later, None, later):
        cast.give(person, begins)
    found = browser.get(FACTORS).json()["demands"]
    assert [datetime.fromisoformat(one["since"]) < later for one in found] == [True]


def test_the_job_makes_good_what_time_has_overtaken(cast: Cast, person: User) -> None:
    demand(Demand.ANY)
    cast.give(person)
    cast.clear()
    refresh_all_factor_due_dates()
    person.refresh_from_db()
    assert person.factor_due_at is None


def test_a_token_of_who_lacks_it_opens_nothing(cast: Cast, person: User) -> None:
    headers = bearer(token_of(person))
    token = Actor(person_id=person.pk, token_id=person.tokens.get().pk, scopes=frozenset())
    reference = build_sign_in_reference(token)
    demand(Demand.ANY)
    cast.give(person)
    assert refused(Client().get("/api/v1/groups", headers=headers))
    assert Client().get("/api/v1/me", headers=headers).status_code == 200
    assert not is_live(token)
    with pytest.raises(SecondFactorRequired):
        resolve_sign_in_reference(reference)


def test_the_note_costs_no_query(
    cast: Cast, person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(person.email)
    cast.give(person)
    demand(Demand.ANY, now() + timedelta(days=1))
    with django_assert_num_queries(2):  # session with its person, list
        browser.get("/api/v1/tokens")


def test_a_factor_that_is_demanded_cannot_be_taken_away(cast: Cast, person: User) -> None:
    browser = signed_in(person.email)
    add_passkey(browser, "Телефон")
    add_passkey(browser, "Ключ")
    demand(Demand.PASSKEY)
    cast.give(person)
    first, second = (one["id"] for one in browser.get(FACTORS).json()["passkeys"])
    assert browser.delete(f"{FACTORS}/passkeys/{first}").status_code == 204
    last = browser.delete(f"{FACTORS}/passkeys/{second}")
    assert (last.status_code, last.json()["code"]) == (409, "factor_demanded")
    assert browser.get(FACTORS).json()["recovery_codes_left"] == 10


@pytest.mark.django_db(transaction=True)
def test_one_who_gets_the_role_while_it_begins_to_demand_is_not_missed(
    cast: Cast, make_person: MakePerson
) -> None:
    for version in range(4):
        someone = make_person()

        def act(nth: int, someone: User = someone, version: int = version) -> None:
            if nth:
                cast.give(someone)
            else:
                demand(Demand.ANY, version=version)

        assert at_once(2, act) == [None, None]
        someone.refresh_from_db()
        assert someone.factor_due_at is not None


# ---- the administrator -------------------------------------------------------------------------------------


def put(browser: Client, role: str, body: object, version: int = 0) -> Any:
    headers = {"If-Match": f'"{version}"'}
    return browser.put(f"{REQUIREMENTS}/{role}", body, content_type="application/json", headers=headers)


def test_the_administrator_decides_by_role(cast: Cast, person: User, administrator: User) -> None:
    cast.give(person)
    browser, since = sit_down(administrator), (now() + timedelta(days=7)).isoformat()
    listed = {one["role"]: one for one in browser.get(REQUIREMENTS).json()["items"]}
    assert set(listed) >= {"administrator", "coordinator", "data_protection_officer", "facilitator", "member"}
    assert listed["actor"]["holders"] == 1
    made = put(browser, "actor", {"demand": "both", "since": since})
    assert (made.status_code, made.json()["lacking"], made["ETag"]) == (200, 1, '"1"')
    assert put(browser, "actor", {"demand": "any", "since": since}).status_code == 412
    assert put(browser, "actor", {"demand": "none", "since": since}, 1).json()["lacking"] == 0
    person.refresh_from_db()
    assert person.factor_due_at is None
    told = Event.objects.filter(kind="accounts.factor_requirement_changed").order_by("id")
    assert [one.data["demand"] for one in told] == ["both", "none"]
    assert {one.actor_id for one in told} == {administrator.pk}


@pytest.mark.parametrize(
    ("role", "body", "status"),
    [
        ("emperor", {"demand": "any", "since": "2030-01-01T00:00:00Z"}, 404),
        ("actor", {"demand": "all", "since": "2030-01-01T00:00:00Z"}, 422),
        ("actor", {"demand": "any", "since": "soon"}, 422),
        ("actor", {"demand": "any"}, 422),
        ("actor", {"demand": "any", "since": "2030-01-01T00:00:00Z", "role": "x"}, 422),
    ],
)
def test_what_cannot_be_demanded_is_refused(
    cast: Cast, administrator: User, role: str, body: object, status: int
) -> None:
    assert put(sit_down(administrator), role, body).status_code == status


def test_nobody_else_decides(cast: Cast, person: User, administrator: User) -> None:
    for headers in ({}, bearer(token_of(administrator))):
        browser = Client() if headers else sit_down(person)
        assert browser.get(REQUIREMENTS, headers=headers).status_code == 403
        body = {"demand": "any", "since": now().isoformat()}
        headers["If-Match"] = '"0"'
        address = f"{REQUIREMENTS}/actor"
        assert browser.put(address, body, content_type="application/json", headers=headers).status_code == 403
    with pytest.raises(Forbidden):
        require_factors(
            actor=Actor.for_person(person.pk), role="actor", demand="any", since=now(), expected_version=0
        )


def test_an_administrator_who_lacks_it_does_not_decide(person: User) -> None:
    create_person(
        actor=SYSTEM,
        email="admin@kalynodil.example",
        name_uk="Адміністраторка",
        password=PASSWORD,
        is_administrator=True,
    )
    demand(Demand.PASSKEY, role="administrator")
    browser = signed_in("admin@kalynodil.example")
    assert refused(browser.get(REQUIREMENTS))
    add_passkey(browser)
    assert browser.get(REQUIREMENTS).status_code == 200


def test_a_reset_takes_all_away_and_says_why(person: User, administrator: User) -> None:
    browser = signed_in(person.email)
    add_app(browser)
    desk = sit_down(administrator)
    body = {"email": " OLENA@kalynodil.example", "reason": "Телефон утоплено, особу перевірено"}
    assert post(desk, RESETS, body).status_code == 204
    assert who(browser) == 401
    assert who(signed_in(person.email)) == 200
    assert not person.recovery_codes.exists()
    kinds = [event.kind for _seq, event in list_events_after(f"user:{person.pk}", 0)]
    assert "accounts.factors_reset" in kinds
    assert FactorReset.objects.get().reason == body["reason"]
    assert AccessChange.objects.filter(person=person, reason="factors_reset").count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"email": "nobody@kalynodil.example", "reason": "Загубила телефон"}, "/email"),
        ({"email": "olena@kalynodil.example", "reason": "так"}, "/reason"),
        ({"email": "olena@kalynodil.example"}, "/reason"),
        ({"email": 5, "reason": "Загубила телефон"}, "/email"),
    ],
)
def test_a_reset_needs_a_person_and_a_reason(
    person: User, administrator: User, body: object, pointer: str
) -> None:
    answer = post(sit_down(administrator), RESETS, body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_only_administrators_reset_and_never_themselves(person: User, administrator: User) -> None:
    body = {"email": administrator.email, "reason": "Загубила телефон"}
    assert post(sit_down(person), RESETS, body).status_code == 403
    assert post(sit_down(administrator), RESETS, body).status_code == 403

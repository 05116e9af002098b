"""The maintenance hatch: who finds it, what it never shows, and what stays of each look."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.models import Sector
from tests.accounts.conftest import PASSWORD, token_of
from tests.accounts.factors import add_app, code_step, signed_in
from tests.cast import World, an_organisation
from tests.dialogue.helpers import a_restricted_thread, say
from viche.accounts.models import IdentityProvider, Letter, Purpose, User
from viche.kernel.encryption import encrypt_secret
from viche.kernel.models import AccessChange, Event
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db

HATCH = "/maintenance/"
NOWHERE = "/there-is-no-such-page"


@pytest.fixture
def administrator(world: World) -> User:
    person = world.people["administrator"]
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def browser(administrator: User) -> Client:
    """Theirs, after both steps of the sign-in."""
    _secret, codes = add_app(signed_in(administrator.email))
    browser = signed_in(administrator.email)
    assert code_step(browser, codes[0]).status_code == 200
    return browser


@pytest.fixture
def said(world: World) -> list[str]:
    """What people wrote and what opens something, in tables of all kinds."""
    thread = a_restricted_thread(world, organisations=("police",))
    message = say(world, "officer", thread)
    secret = token_of(world.people["teacher"])
    letter = Letter.objects.create(
        purpose=Purpose.SET_PASSWORD, address="canary@example.org", digest="d" * 64
    )
    provider = IdentityProvider.objects.create(
        code="rada",
        name_uk="Рада",
        issuer="https://id.rada.example",
        client_id="canary-id",
        secret=encrypt_secret("s"),
    )
    token = world.people["teacher"].tokens.get()
    people = [person.email for person in world.people.values()]
    texts = [message.body, thread.title_uk, secret, token.digest, token.name, letter.address, "d" * 64]
    return [*texts, provider.secret, provider.client_id, *people]


def pages(browser: Client, start: str = HATCH) -> dict[str, str]:
    """Every page of the hatch that its own links lead to, with its text."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.content)
        found[address] = answer.content.decode()
        links = re.findall(rf'href="({HATCH}[^"?]*)', found[address])
        waiting += [one for one in set(links) if one not in found and one not in waiting]
    return found


def test_only_an_administrator_with_a_second_step_finds_it(
    world: World, administrator: User, browser: Client
) -> None:
    assert "Віче: обслуговування" in browser.get(HATCH).content.decode()
    nothing = Client().get(NOWHERE)
    once = Client()
    once.force_login(administrator)
    others = [Client(), once]
    for name in ("facilitator", "outsider"):
        others.append(Client())
        others[-1].force_login(world.people[name])
    bearer = Client(headers={"Authorization": f"Bearer {token_of(administrator)}"})
    for other in [*others, bearer]:
        for address in (HATCH, f"{HATCH}kernel/outboxentry/", f"{HATCH}login/"):
            answer = other.get(address)
            assert (answer.status_code, answer.content) == (nothing.status_code, nothing.content)


def test_no_page_shows_what_people_wrote_nor_what_opens_something(
    world: World, browser: Client, said: list[str]
) -> None:
    AccessChange.objects.get_or_create(seq=10**9, defaults={"reason": "tests"})
    shown = pages(browser)
    assert len(shown) > 25
    token = world.people["teacher"].tokens.get()
    assert f"{HATCH}accounts/personalaccesstoken/{token.pk}/" in shown
    assert token.prefix in shown[f"{HATCH}accounts/personalaccesstoken/"]
    assert [(address, word) for address, text in shown.items() for word in said if word in text] == []


@pytest.mark.parametrize(
    "tail",
    [
        "accounts/personalaccesstoken/?digest__startswith=a",
        "accounts/personalaccesstoken/?person__email__startswith=a",
        "accounts/personalaccesstoken/?person_id__gt=0",
        "kernel/outboxentry/?event__data__icontains=a",
        "groups/organisation/?territories__code=1",
    ],
)
def test_no_condition_of_the_address_tells_more(browser: Client, said: list[str], tail: str) -> None:
    assert browser.get(HATCH + tail).status_code == 400


@pytest.mark.parametrize("tail", ["?_to_field=id", "?_popup=1", "?_popup=1&_to_field=digest"])
def test_there_are_no_popups_and_nothing_is_changed(browser: Client, world: World, tail: str) -> None:
    nothing, row = browser.get(NOWHERE).content, f"{HATCH}groups/territory/{world.territory.pk}/"
    assert browser.get(row + tail).content == nothing
    for answer in (browser.post(row, {"name_uk": "Моє"}), browser.delete(row), browser.get(f"{row}delete/")):
        assert answer.status_code in (302, 404, 405) or answer.content == nothing
    world.territory.refresh_from_db()
    assert world.territory.name_uk == "Тут"


def test_each_look_is_written_down_and_told_to_whose_token_it_was(
    world: World, administrator: User, browser: Client, said: list[str]
) -> None:
    teacher = world.people["teacher"]
    address = f"{HATCH}accounts/personalaccesstoken/"
    browser.get(address)
    browser.get(f"{address}{teacher.tokens.get().pk}/")
    looks = Event.objects.filter(kind="accounts.maintenance_opened", actor=administrator).order_by("id")
    assert next(one.data["page"] for one in looks) == address
    rows = AccessRecord.objects.filter(subject=teacher, reader=administrator, kind="account")
    assert {row.way for row in rows} == {"list", "page"}


def test_a_page_of_many_takes_as_many_queries_as_one_of_one(world: World, browser: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{HATCH}groups/organisation/")
        return len(asked)

    before = count()
    for number in range(20):
        an_organisation(f"Ще {number}", Sector.OTHER, world.territory)
    assert count() == before


def test_its_pages_run_no_script_of_their_own(browser: Client, said: list[str]) -> None:
    for address, text in pages(browser).items():
        inline = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
        assert [one for one in inline if "application/json" not in one] == [], address
        assert not re.findall(r"\son[a-z]+=", text), address
    assert "default-src 'self'" in browser.get(HATCH)["Content-Security-Policy"]

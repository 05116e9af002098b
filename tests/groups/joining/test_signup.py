"""Coming in without an account: an address is proven by a letter, and an account made by its link alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, cast

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import edit_group, suspend_group
from groups.models import Invitation, JoinRequest, Visibility
from groups.offices.services import end_office
from tests.accounts.conftest import sign_in
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import a_coordinator, at, at_once, later
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_invitation_emails import ADDRESS, invited, letters, secret_in
from tests.groups.joining.test_joining import coordinator, link
from viche.accounts.jobs import send_letters
from viche.accounts.models import Language, Letter, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_counted() -> Iterator[None]:
    """Strangers are counted by their network, and all tests come from one."""
    cache.clear()
    yield
    cache.clear()


PASSWORD = "Вечір-біля-криниці-9"


def form(secret: str, **changes: str) -> dict[str, str]:
    """What somebody who comes by a letter fills in."""
    filled = {
        "secret": secret,
        "name_uk": "Лариса Гук",
        "password": PASSWORD,
        "language": "uk",
        "position": "лікарка",
    }
    return filled | changes


def sign_up(secret: str, **changes: str) -> tuple[int, Any]:
    return Browser().ask("POST", "invitations/sign-up", form(secret, **changes))


def offered(secret: str) -> Any:
    status, offer = Browser().ask("POST", "invitations/offer", {"secret": secret})
    assert status == 200, offer
    return offer


def ask_for_letter(secret: str, email: str = "", **headers: str) -> tuple[int, Any]:
    body = {"secret": secret} | ({"email": email} if email else {})
    return Browser().ask("POST", "invitations/letters", body, **headers)


def letter_to(world: World, **changes: Any) -> str:
    """The secret of the letter of a new invitation to one address."""
    invited(world, **changes)
    return secret_in(letters()[-1])


# ---- an account ------------------------------------------------------------------------------------------


def test_who_was_written_to_makes_an_account_and_asks_for_the_seat(world: World) -> None:
    secret = letter_to(world)
    assert offered(secret)["proof"] == {"email": ADDRESS, "has_account": False}
    said = {"gender": "feminine", "language": "en", "position_en": "physician", "words": "Хочу допомогти"}
    status, arrival = sign_up(secret, **said)
    assert (status, arrival["seated"], arrival["request"]["state"]) == (201, False, "pending")
    made = User.objects.get(email=ADDRESS)
    assert (made.name_uk, made.language, made.grammatical_gender) == ("Лариса Гук", "en", "feminine")
    assert (made.is_staff, made.is_superuser) == (False, False)
    request = JoinRequest.objects.get()
    assert (request.person, request.invitation) == (made, Invitation.objects.get())
    assert (request.words, request.position_uk, request.position_en) == (
        "Хочу допомогти",
        "лікарка",
        "physician",
    )
    page = Browser()
    assert sign_in(page.client, ADDRESS, PASSWORD).status_code == 200
    assert page.get("me")["email"] == ADDRESS


def test_a_document_seats_who_makes_an_account(world: World) -> None:
    secret = letter_to(world, by=coordinator(world), document="Наказ № 7", position="лікарка")
    status, arrival = sign_up(secret)
    assert (status, arrival["seated"]) == (201, True)
    made = User.objects.get(email=ADDRESS)
    assert made.mandates.get().document == "Наказ № 7"
    assert Browser(made).get(f"groups/{world.group.pk}")["role"] == "member"


def test_nobody_is_signed_in_by_the_link(world: World) -> None:
    page = Browser()
    assert page.ask("POST", "invitations/sign-up", form(letter_to(world)))[0] == 201
    assert page.ask("GET", "me")[0] == 401


def test_a_link_that_was_handed_over_makes_no_account(world: World) -> None:
    shown, open_link = invited(world), link(browser(world, "facilitator"), world, uses=5)
    for secret in (shown, open_link, "x" * 43):
        status, problem = sign_up(secret)
        assert (status, problem["code"]) == (404, "not_found")
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_letter_makes_one_account(world: World) -> None:
    secret = letter_to(world)
    assert sign_up(secret)[0] == 201
    assert sign_up(secret)[0] == 404
    assert User.objects.filter(email=ADDRESS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_make_one_account(world: World) -> None:
    secret = letter_to(world)
    came = at_once(partial(sign_up, secret), partial(sign_up, secret))
    # The later one meets the account, or the link that has been used: no fault of a field.
    (_made, loser) = sorted(status for status, _said in cast("list[tuple[int, Any]]", came))
    assert loser in (404, 409)
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Invitation.objects.get().used == 1


def test_who_has_an_account_is_told_to_sign_in(world: World) -> None:
    guest = person("guest")
    secret = letter_to(world, email=guest.email)
    assert offered(secret)["proof"] == {"email": guest.email, "has_account": True}
    status, problem = sign_up(secret)
    assert (status, problem["code"]) == (409, "has_account")
    assert Invitation.objects.get().used == 0


def test_no_account_without_a_way_in(world: World) -> None:
    secret = letter_to(world)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    status, problem = sign_up(secret)
    assert (status, problem["code"]) == (409, "no_longer_offered")
    assert not User.objects.filter(email=ADDRESS).exists()


def test_no_account_in_the_name_of_who_may_invite_no_more(world: World) -> None:
    office = a_coordinator(world)
    maker = User.objects.get(pk=office.person_id or "")
    secret = letter_to(world, by=Browser(maker))
    end_office(actor=SYSTEM, office_id=maker.offices.get().pk, reason="Досить")
    problem = sign_up(secret)[1]
    assert problem["code"] == "no_longer_offered"
    assert problem["detail"].startswith("Це запрошення вже не діє")
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"password": "короткий"}, "/password"),
        ({"password": ADDRESS}, "/password"),
        ({"name_uk": " "}, "/name_uk"),
        ({"name_uk": "Ціни на evil.example"}, "/name_uk"),
        ({"name_uk": "https://evil.example"}, "/name_uk"),
        ({"name_uk": "Лариса\u202eГук"}, "/name_uk"),
        ({"name_uk": "Лaриса Гук"}, "/name_uk"),  # a Latin a
        # A refusal that takes as long as there are ways to cut these letters takes for ever.
        ({"name_uk": "а" * 119 + "1"}, "/name_uk"),
        ({"name_en": "Larysa @ shop"}, "/name_en"),
        ({"language": "de"}, "/language"),
        ({"gender": "none"}, "/gender"),
        ({"position": ""}, "/position"),
        ({"position_en": "p" * 201}, "/position_en"),
        ({"email": "other@hospital.example"}, "/email"),
        ({"is_staff": "true"}, "/is_staff"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_made(
    world: World, changes: dict[str, str], pointer: str
) -> None:
    status, problem = sign_up(letter_to(world), **changes)
    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert not User.objects.filter(email=ADDRESS).exists()
    assert Invitation.objects.get().used == 0


@pytest.mark.parametrize("name", ["О. В. Гук-Савчук", "Лук'яненко Дар’я", "Iryna O. Huk", "Ян"])
def test_names_as_people_have_them(world: World, name: str) -> None:
    assert sign_up(letter_to(world), name_uk=name)[0] == 201


# ---- an address that nobody has proven -------------------------------------------------------------------


def test_who_comes_by_a_link_for_anybody_proves_their_address_first(world: World) -> None:
    secret = link(browser(world, "facilitator"), world, uses=5)
    assert offered(secret)["proof"] is None
    assert ask_for_letter(secret, "LARYSA@hospital.example", **{"Accept-Language": "en"}) == (202, None)
    (message,) = letters()
    assert (message.to, message.subject) == ([ADDRESS], "Confirm your address for Viche")
    proven = secret_in(message)
    assert offered(proven)["proof"] == {"email": ADDRESS, "has_account": False}
    assert sign_up(proven)[0] == 201
    assert Invitation.objects.get().used == 1


def test_the_answer_does_not_tell_who_has_an_account(world: World) -> None:
    guest, secret = person("guest"), link(browser(world, "facilitator"), world, uses=5)
    ask_for_letter(secret, "first@hospital.example")
    told = []
    for address in (guest.email, "nobody@hospital.example"):
        with CaptureQueriesContext(connection) as seen:
            told.append((ask_for_letter(secret, address), len(seen)))
    assert told[0] == told[1]
    send_letters()
    assert {message.to[0] for message in mail.outbox} >= {guest.email, "nobody@hospital.example"}


def test_a_link_for_one_address_writes_there_and_nowhere_else(world: World) -> None:
    shown = invited(world)
    letters()
    assert offered(shown)["proof"] is None
    status, problem = ask_for_letter(shown, "thief@hospital.example")
    assert (status, problem["errors"][0]["pointer"]) == (422, "/email")
    assert ask_for_letter(shown)[0] == 202
    assert [message.to for message in letters()] == [[ADDRESS], [ADDRESS]]
    assert sign_up(secret_in(mail.outbox[-1]))[0] == 201


def test_a_letter_that_waits_is_not_asked_for_twice(world: World) -> None:
    secret = link(browser(world, "facilitator"), world, uses=5)
    for _number in range(3):
        assert ask_for_letter(secret, ADDRESS)[0] == 202
    assert len(letters()) == 1


def test_the_letter_for_a_hidden_group_does_not_name_it(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.HIDDEN})
    ask_for_letter(link(browser(world, "facilitator"), world, uses=5), ADDRESS)
    (message,) = letters()
    assert world.group.name_uk not in f"{message.subject} {message.body}"


@pytest.mark.parametrize("email", ["", "no address"])
def test_what_is_no_address_is_refused(world: World, email: str) -> None:
    secret = link(browser(world, "facilitator"), world, uses=5)
    status, problem = ask_for_letter(secret, email)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/email")


def test_only_a_link_that_opens_something_has_letters_sent(world: World) -> None:
    assert ask_for_letter("x" * 43, ADDRESS)[0] == 404
    secret = link(browser(world, "facilitator"), world, uses=5)
    Invitation.objects.update(expires_at=later(seconds=-1))
    assert ask_for_letter(secret, ADDRESS)[0] == 404
    assert not Letter.objects.exists()


def test_a_link_is_no_tool_to_write_to_others(world: World) -> None:
    secret = link(browser(world, "facilitator"), world, uses=500)
    answers = [ask_for_letter(secret, f"somebody{number}@hospital.example")[0] for number in range(61)]
    assert answers == [202] * 60 + [429], "one network"
    with at(later(minutes=16)):
        answers = [ask_for_letter(secret, f"other{number}@hospital.example")[0] for number in range(41)]
    assert answers == [202] * 40 + [429], "one link"


def test_a_proven_address_is_good_for_a_week(world: World) -> None:
    secret = link(browser(world, "facilitator"), world, uses=5, expires_at=later(days=60).isoformat())
    ask_for_letter(secret, ADDRESS)
    proven = secret_in(letters()[0])
    with at(later(days=7, seconds=1)):
        assert sign_up(proven)[0] == 404
    assert sign_up(proven)[0] == 201


def test_the_account_speaks_the_language_of_its_maker(world: World) -> None:
    assert sign_up(letter_to(world), language="en")[0] == 201
    assert User.objects.get(email=ADDRESS).language == Language.ENGLISH
    assert User.objects.get(email=ADDRESS).created_at - timedelta(minutes=5) < later(days=0)

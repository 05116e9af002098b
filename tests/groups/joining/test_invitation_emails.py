"""Letters that invite: what they say and do not say, how many there are, and when an address is forgotten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import edit_group
from groups.jobs import purge_old_invitation_emails
from groups.joining import emails as room
from groups.memberships.services import end_membership
from groups.models import Invitation, JoinRequest, Visibility
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import at, later
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_joining import come, coordinator, link, offer
from viche.accounts.jobs import prune_sessions, send_letters
from viche.accounts.models import Language, Letter, Purpose, User
from viche.accounts.services.letters import MAX_ATTEMPTS, record_letter_returned
from viche.accounts.services.people import deactivate_person
from viche.privacy.services.erasure import erase_now

pytestmark = pytest.mark.django_db

ADDRESS = "larysa@hospital.example"


class Server(EmailBackend):
    """A mail server that refuses as it is told."""

    fails: list[Exception] = []

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if self.fails:
            raise self.fails.pop(0)
        sent: int = super().send_messages(messages)
        return sent


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, settings: Any) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "fails", [])
    return Server


def invited(world: World, by: Browser | None = None, **changes: Any) -> str:
    """Invite an address; the secret that the inviter is shown."""
    return link(by or browser(world, "facilitator"), world, **({"email": ADDRESS} | changes))


def letters() -> list[EmailMessage]:
    send_letters()
    return list(mail.outbox)


def secret_in(message: EmailMessage) -> str:
    found = re.search(r"/join#(\S+)", str(message.body))
    assert found is not None
    return found[1]


def listed(world: World) -> list[Any]:
    items: list[Any] = browser(world, "facilitator").get(f"groups/{world.group.pk}/invitations")["items"]
    return items


def send_again(world: World) -> tuple[int, Any]:
    path = f"invitations/{Invitation.objects.get().pk}/letters"
    return browser(world, "facilitator").ask("POST", path)


# ---- what a letter says ------------------------------------------------------------------------------------


def test_a_letter_says_who_invites_where_to_in_what_role_and_until_when(world: World) -> None:
    midnight = "2026-12-10T22:00:00Z"  # the end of the tenth in Kyiv
    with at(later(days=0).replace(year=2026, month=12, day=1)):
        invited(world, role="secretary", expires_at=midnight, position="http://spam.example")
        (message,) = letters()
    assert (message.to, message.subject) == ([ADDRESS], "Запрошення до ініціативної групи")
    facilitator = world.people["facilitator"].name_uk
    for words in (
        facilitator,
        "«Група Тут»",
        "секретар",
        "Організація market",
        "до кінця дня 10 грудня 2026",
    ):
        assert words in message.body
    assert "spam" not in message.body, "nothing that the inviter typed"
    assert message.extra_headers["Content-Language"] == "uk"


def test_a_letter_is_in_the_language_of_its_reader_else_of_who_invites(world: World) -> None:
    guest = person("guest")
    User.objects.filter(pk=guest.pk).update(language=Language.ENGLISH)
    invited(world, email=guest.email)
    User.objects.filter(pk=world.people["facilitator"].pk).update(language=Language.ENGLISH)
    invited(world)
    invited(world, by=coordinator(world), email="another@hospital.example")
    subjects = {message.to[0]: message.subject for message in letters()}
    english = "An invitation to an initiative group"
    assert subjects[guest.email] == english
    assert subjects[ADDRESS] == english
    assert subjects["another@hospital.example"] == "Запрошення до ініціативної групи"


def test_a_letter_does_not_name_a_hidden_group(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.HIDDEN})
    invited(world)
    (message,) = letters()
    assert world.group.name_uk not in f"{message.subject} {message.body}"
    assert "запрошує вас до ініціативної групи" in message.body


def test_the_link_of_a_letter_is_another_than_the_one_that_its_maker_sees(world: World) -> None:
    guest = person("guest")
    shown = invited(world, email=guest.email)
    (message,) = letters()
    secret = secret_in(message)
    assert secret != shown
    assert secret not in str(Letter.objects.values_list())
    offered = [Browser().ask("POST", "invitations/offer", {"secret": one})[1] for one in (shown, secret)]
    assert offered[0]["group"] == offered[1]["group"]
    assert come(browser(world, "outsider"), secret)[1]["code"] == "other_address"
    assert come(Browser(guest), secret, position="лікарка")[0] == 201
    assert come(Browser(guest), shown)[0] == 404, "one invitation, whichever link it was"


@pytest.mark.parametrize(
    ("said", "asked_as"),
    [
        ({}, ("лікарка", "physician")),
        ({"position": "медсестра"}, ("медсестра", "")),
        ({"position": "медсестра", "position_en": "nurse"}, ("медсестра", "nurse")),
        ({"position_en": "doctor"}, ("лікарка", "doctor")),
    ],
)
def test_the_english_of_a_position_is_that_of_its_ukrainian(
    world: World, said: dict[str, str], asked_as: tuple[str, str]
) -> None:
    secret = link(browser(world, "facilitator"), world, position="лікарка", position_en="physician")
    assert come(Browser(person("newcomer")), secret, **said)[0] == 201
    asked = JoinRequest.objects.get()
    assert (asked.position_uk, asked.position_en) == asked_as


def test_a_link_for_anybody_sends_no_letter(world: World) -> None:
    link(browser(world, "facilitator"), world, uses=5)
    assert letters() == []
    assert send_again(world)[1]["code"] == "forbidden" or send_again(world)[1]["code"] == "no_address"


# ---- whether it is sent ------------------------------------------------------------------------------------


def test_who_invites_sees_what_became_of_the_letter(world: World, server: type[Server]) -> None:
    invited(world)
    server.fails = [SMTPServerDisconnected("gone")]
    send_letters()
    (row,) = listed(world)
    assert (row["letter"]["state"], row["for_address"]) == ("waiting", True)
    assert send_again(world)[1]["code"] == "letter_waits"
    with at(later(hours=1)):
        send_letters()
    (row,) = listed(world)
    assert (row["letter"]["state"], row["allowed"]) == ("sent", ["read", "send", "revoke"])
    assert len(mail.outbox) == 1


def test_an_address_that_the_mail_server_refuses_is_not_tried_again(
    world: World, server: type[Server]
) -> None:
    invited(world)
    invited(world, email="second@hospital.example")
    server.fails = [SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 no such user")})]
    send_letters()
    states = {row["email"]: row["letter"]["state"] for row in listed(world)}
    assert states == {ADDRESS: "failed", "second@hospital.example": "sent"}


def test_one_that_came_back_is_said_to_have_failed(world: World, server: type[Server]) -> None:
    invited(world)
    send_letters()
    record_letter_returned(actor=SYSTEM, letter_id=Letter.objects.get().pk, address=ADDRESS, nobody=True)
    assert [row["letter"]["state"] for row in listed(world)] == ["failed"]


def test_a_mail_server_that_stays_away_is_given_up(world: World, server: type[Server]) -> None:
    invited(world)
    server.fails = [SMTPServerDisconnected("gone")] * MAX_ATTEMPTS
    for hours in range(MAX_ATTEMPTS):
        with at(later(hours=2 * hours)):
            send_letters()
    assert listed(world)[0]["letter"]["state"] == "failed"


def test_letters_about_accounts_do_not_wait_for_invitations(world: World) -> None:
    invited(world)
    Letter.objects.create(purpose=Purpose.RESET_PASSWORD, address=world.people["teacher"].email)
    Letter.objects.filter(purpose=Purpose.RESET_PASSWORD).update(next_try_at=later(seconds=-1))
    Letter.objects.exclude(purpose=Purpose.RESET_PASSWORD).update(next_try_at=later(days=-1))
    assert [message.to[0] for message in letters()] == [world.people["teacher"].email, ADDRESS]


def test_a_letter_is_sent_anew_and_both_links_open(world: World) -> None:
    invited(world)
    first = secret_in(letters()[-1])
    status, row = send_again(world)
    assert (status, row["letter"]["state"]) == (202, "waiting")
    second = secret_in(letters()[-1])
    assert len(mail.outbox) == 2
    for secret in (first, second):
        assert Browser().ask("POST", "invitations/offer", {"secret": secret})[0] == 200


@pytest.mark.parametrize("ends", ["revoked", "used", "expired"])
def test_nothing_is_sent_for_what_is_over(world: World, ends: str) -> None:
    guest = person("guest")
    secret = invited(world, email=guest.email)
    made = Invitation.objects.get()
    if ends == "revoked":
        assert browser(world, "facilitator").ask("DELETE", f"invitations/{made.pk}")[0] == 204
    elif ends == "used":
        assert come(Browser(guest), secret, position="лікарка")[0] == 201
    else:
        Invitation.objects.update(expires_at=later(seconds=-1))
    assert letters() == []
    assert send_again(world)[1]["code"] == "already_ended"


@pytest.mark.parametrize("how", ["deactivated", "unseated"])
def test_nothing_is_sent_in_the_name_of_who_may_invite_no_more(world: World, how: str) -> None:
    page = coordinator(world) if how == "deactivated" else browser(world, "facilitator")
    invited(world, by=page)
    made = Invitation.objects.get()
    if how == "deactivated":
        deactivate_person(actor=SYSTEM, person_id=made.created_by_id)
    else:
        secretary = world.seats["secretary"]
        body = {"role": "facilitator"}
        path = f"groups/{world.group.pk}/members/{secretary.pk}"
        assert page.ask("PATCH", path, body, **{"If-Match": '"1"'})[0] == 200
        end_membership(
            actor=SYSTEM,
            group_id=world.group.pk,
            membership_id=world.seats["facilitator"].pk,
            reason="Досить",
        )
    assert letters() == []


def test_nobody_but_who_leads_has_a_letter_sent(world: World) -> None:
    invited(world)
    path = f"invitations/{Invitation.objects.get().pk}/letters"
    for name in ("secretary", "observer", "outsider", "administrator"):
        assert browser(world, name).ask("POST", path)[0] == 404


# ---- how many ----------------------------------------------------------------------------------------------


def test_one_address_gets_five_letters_a_day_however_it_is_spelt(world: World) -> None:
    for _number in range(5):
        invited(world)
    body = offer(world, email="LARYSA@hospital.example")
    status, problem = browser(world, "facilitator").ask("POST", f"groups/{world.group.pk}/invitations", body)
    assert (status, problem["code"]) == (429, "too_many_letters")
    assert Invitation.objects.count() == 5, "an invitation without its letter is none"
    with at(later(days=1, seconds=1)):
        assert (
            browser(world, "facilitator").ask("POST", f"groups/{world.group.pk}/invitations", body)[0] == 201
        )


def test_a_group_and_a_person_write_only_so_many_letters_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PERSON_LIMIT", "GROUP_LIMIT"):
        limit = getattr(room, name)
        with monkeypatch.context() as patch:
            patch.setattr(room, name, type(limit)(limit.name, 2, limit.window))
            page = coordinator(world)
            path = f"groups/{world.group.pk}/invitations"
            answers = [
                page.ask("POST", path, offer(world, email=f"{name}{number}@hospital.example".lower()))[0]
                for number in range(3)
            ]
        assert answers[-1] == 429


# ---- how long an address is kept ---------------------------------------------------------------------------


@pytest.mark.parametrize("ends", ["revoked", "used", "expired"])
def test_an_address_is_forgotten_a_month_after_the_invitation_is_over(world: World, ends: str) -> None:
    guest = person("guest")
    secret = invited(world, email=guest.email)
    letters()
    made, days = Invitation.objects.get(), 30
    if ends == "revoked":
        browser(world, "facilitator").ask("DELETE", f"invitations/{made.pk}")
    elif ends == "used":
        come(Browser(guest), secret, position="лікарка")
    else:
        days += 7
    with at(later(days=days, hours=-1)):
        purge_old_invitation_emails()
    assert listed(world)[0]["email"] == guest.email
    with at(later(days=days, hours=1)):
        purge_old_invitation_emails()
    (row,) = listed(world)
    assert (row["email"], row["for_address"], row["letter"]) == ("", True, None)
    assert not Letter.objects.filter(address=guest.email).exists()


def test_an_address_is_kept_while_the_invitation_holds_and_its_link_works(world: World) -> None:
    invited(world, expires_at=later(days=80).isoformat())
    secret = secret_in(letters()[0])
    with at(later(days=79)):
        purge_old_invitation_emails()
        prune_sessions()
        assert Invitation.objects.get().email == ADDRESS
        assert Browser().ask("POST", "invitations/offer", {"secret": secret})[0] == 200


def test_erasure_takes_the_address_and_the_letters(world: World) -> None:
    guest = person("guest")
    invited(world, email=guest.email)
    letters()
    erase_now(actor=SYSTEM, person_id=guest.pk, removes_messages=False)
    assert not Letter.objects.filter(address=guest.email).exists()
    assert Invitation.objects.get().is_for_address


def test_a_list_of_invitations_takes_as_many_queries_for_many_as_for_few(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            listed(world)
        return len(seen)

    invited(world)
    few = queries()
    for number in range(4):
        invited(world, email=f"more{number}@hospital.example")
    assert queries() == few

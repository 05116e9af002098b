"""Letters of invitations that did not arrive: who is told, why, and for how long."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Invitation
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread
from tests.groups.helpers import at, later
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_invitation_emails import ADDRESS, Server, invited, listed, send_again, server
from tests.groups.joining.test_joining import link
from tests.groups.joining.test_personal_invitations import as_guest
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.accounts.jobs import send_letters
from viche.accounts.models import Letter
from viche.accounts.services.letters import MAX_ATTEMPTS, record_letter_returned
from viche.notifications.models import Notification
from viche.notifications.selectors import texts_of

__all__ = ["server"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


def lose(server: type[Server], why: str) -> None:
    """What waits does not arrive."""
    if why == "refused":
        server.fails = [SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 no such user")})]
    if why == "given_up":
        server.fails = [SMTPServerDisconnected("gone")] * MAX_ATTEMPTS
    for hours in range(MAX_ATTEMPTS if why == "given_up" else 1):
        with at(later(hours=2 * hours)):
            send_letters()
    if why in ("bounced", "returned"):
        row = Letter.objects.latest("id")
        for _again in range(2):
            record_letter_returned(
                actor=SYSTEM, letter_id=row.pk, address=row.address, nobody=why == "bounced"
            )


SAID = {
    "refused": "не приймає листів на цю адресу",
    "given_up": "жоден поштовий сервер його не прийняв",
    "bounced": "за цією адресою нікого немає",
    "returned": "скринька переповнена",
}


@pytest.mark.parametrize("why", SAID)
def test_who_made_it_is_told_why(world: World, server: type[Server], why: str) -> None:
    invited(world)
    lose(server, why)
    (row,) = listed(world)
    assert (row["letter"]["state"], row["letter"]["why"]) == ("failed", why)
    with at(later(days=1)):
        assert told(world) == {"facilitator": "made_it"}
    said = words(world, "facilitator")
    assert said.title["uk"] == "Запрошення не доставлено: «Група Тут»"
    assert said.title["en"].startswith("Invitation not delivered")
    assert ADDRESS in said.body["uk"]
    assert SAID[why] in said.body["uk"]
    assert said.url == f"/groups/{world.group.pk}/joining"


def test_that_it_was_shown_is_written_down_for_whom_it_names(world: World, server: type[Server]) -> None:
    invited(world, email=world.people["outsider"].email)
    lose(server, "bounced")
    assert told(world) == {"facilitator": "made_it"}
    (shown,) = words(world, "facilitator").shows
    assert (shown.id, shown.subject_id) == (Invitation.objects.get().pk, world.people["outsider"].pk)


@pytest.mark.parametrize("how", ["revoked", "unseated"])
def test_who_can_do_nothing_about_it_is_not_told(world: World, server: type[Server], how: str) -> None:
    invited(world)
    send_letters()
    if how == "revoked":
        path = f"invitations/{Invitation.objects.get().pk}"
        assert browser(world, "facilitator").ask("DELETE", path)[0] == 204
    else:
        Invitation.objects.update(created_by=world.people["outsider"])
    forget()
    lose(server, "bounced")
    assert told(world) == {}


def test_it_is_no_news_once_it_opens_nothing(world: World, server: type[Server]) -> None:
    invited(world)
    lose(server, "bounced")
    assert told(world) == {"facilitator": "made_it"}
    row = Notification.objects.select_related("event").get()
    Invitation.objects.update(expires_at=later(seconds=-1))
    assert texts_of(world.actor("facilitator"), [row]) == {}


def test_one_sent_anew_is_told_anew(world: World, server: type[Server]) -> None:
    invited(world)
    lose(server, "bounced")
    assert send_again(world)[0] == 202
    lose(server, "returned")
    told(world)
    assert Notification.objects.count() == 2
    assert listed(world)[0]["letter"]["why"] == "returned"


def test_a_letter_that_a_stranger_asked_for_is_told_to_nobody(world: World, server: type[Server]) -> None:
    secret = link(browser(world, "facilitator"), world)
    asked = Browser().ask("POST", "invitations/letters", {"secret": secret, "email": ADDRESS})
    assert asked[0] == 202
    forget()
    lose(server, "bounced")
    assert (Letter.objects.get().lost, told(world)) == ("bounced", {})


# ---- what is offered in person -----------------------------------------------------------------------------


def test_who_offers_something_in_person_is_told(world: World, server: type[Server]) -> None:
    page, thread = browser(world, "facilitator"), a_thread(world)
    assert as_guest(page, f"threads/{thread.pk}")[0] == 201
    forget()
    lose(server, "refused")
    assert told(world) == {"facilitator": "made_it"}
    said = words(world, "facilitator")
    assert said.title["uk"] == "Запрошення не доставлено"
    assert "гостьовий доступ до однієї теми" in said.body["uk"]
    assert SAID["refused"] in said.body["uk"]
    assert said.url == f"/threads/{thread.pk}"
    (row,) = page.get("personal-invitations")["items"]
    assert (row["letter"]["state"], row["letter"]["why"]) == ("failed", "refused")
    assert page.ask("DELETE", f"personal-invitations/{row['id']}")[0] == 204
    told_of = Notification.objects.select_related("event").get()
    assert texts_of(world.actor("facilitator"), [told_of]) == {}


def queries(world: World) -> int:
    rows = list(Notification.objects.select_related("event"))
    with CaptureQueriesContext(connection) as seen:
        assert len(texts_of(world.actor("facilitator"), rows)) == len(rows)
    return len(seen)


def test_ten_take_as_many_queries_as_one(world: World, server: type[Server]) -> None:
    page = browser(world, "facilitator")

    def lost(number: int) -> None:
        invited(world, email=f"a{number}@hospital.example")
        lose(server, "bounced")
        path = f"threads/{a_thread(world).pk}"
        assert as_guest(page, path, email=f"b{number}@hospital.example")[0] == 201
        lose(server, "bounced")

    lost(0)
    told(world)
    Notification.objects.exclude(event__kind__endswith="invitation_lost").delete()
    few = queries(world)
    for number in range(1, 5):
        lost(number)
    told(world)
    Notification.objects.exclude(event__kind__endswith="invitation_lost").delete()
    assert Notification.objects.count() == 10
    assert queries(world) == few

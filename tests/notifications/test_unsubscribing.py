"""One click ends mail of a kind: without signing in, without JavaScript, by the reader or their program."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from tests.cast import World
from tests.dialogue.helpers import api
from tests.notifications.conftest import Bell
from tests.notifications.test_gathering import about
from tests.notifications.test_mailing import Server, later, parsed, ring, server
from viche.accounts.models import User
from viche.kernel.models import Event
from viche.notifications.mail_runner import send_waiting
from viche.notifications.models import Delivery, Mode, Preference, Topic, UndeliverableAddress
from viche.notifications.unsubscribe_links import SIGNER
from viche.notifications.vitals import count_undeliverable_addresses

__all__ = ["server"]


def sent(world: World, bell: Bell, name: str = "officer") -> Any:
    ring(world, bell, name)
    with later(minutes=3):
        send_waiting()
    return parsed(mail.outbox[-1]) if mail.outbox else None


def leave_path(message: Any) -> str:
    address = urlsplit(str(message["List-Unsubscribe"]).strip(" <>"))
    assert (address.scheme, address.netloc) == ("https", "viche.example.org")
    return address.path


def test_a_mail_program_ends_it_with_one_request(world: World, bell: Bell, server: type[Server]) -> None:
    officer = world.people["officer"]
    here = Preference.objects.create(
        person=officer, topic=Topic.STEPS, group_id=world.group.pk, channel="email", mode=Mode.AT_ONCE
    )
    message = sent(world, bell)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = leave_path(message)
    assert all(path in part.get_content() for part in message.iter_parts())
    # A program has no cookies, and whatever it brings is no sign-in either.
    stranger = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"}
    for _again in range(2):
        assert stranger.post(path, body).status_code == 200
    assert not Preference.objects.filter(pk=here.pk).exists()
    chosen = Preference.objects.get(person=officer)
    assert (chosen.topic, chosen.group_id, chosen.mode) == ("steps", None, "off")
    assert Event.objects.filter(kind="notifications.preferences_changed").count() == 1
    mail.outbox.clear()
    assert sent(world, bell) is None
    assert sent(world, bell, "teacher") is not None


def test_a_reader_sees_a_page_with_one_button_first(world: World, bell: Bell, server: type[Server]) -> None:
    User.objects.filter(pk=world.people["officer"].pk).update(language="en")
    path = leave_path(sent(world, bell))
    page = Client().get(path)
    text = page.content.decode()
    assert not Preference.objects.exists()  # to look changes nothing
    assert text.count("<button") == 1
    assert "Progress of action items" in text
    assert "<script" not in text
    assert "script-src" not in page["Content-Security-Policy"]
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert page["X-Robots-Tag"] == "noindex"
    assert "These e-mails come no more" in Client().post(path).content.decode()


@pytest.mark.parametrize("broken", ["x", "W10:abc", "a:b:c"])
def test_an_address_that_is_not_ours_leads_nowhere(world: World, broken: str) -> None:
    for ask in (Client().get, Client().post):
        assert ask(f"/unsubscribe/{broken}").status_code == 404
    assert not Preference.objects.exists()


def test_an_address_that_was_changed_or_whose_person_left_leads_nowhere(
    world: World, bell: Bell, server: type[Server]
) -> None:
    path = leave_path(sent(world, bell))
    assert Client().post(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    User.objects.filter(pk=world.people["officer"].pk).update(is_active=False)
    assert Client().post(path).status_code == 404
    assert not Preference.objects.exists()


def test_an_address_about_a_topic_that_there_is_no_more_leads_nowhere(world: World) -> None:
    token = SIGNER.sign_object([str(world.people["officer"].pk), "steps", "weather"])
    for ask in (Client().get, Client().post):
        assert ask(f"/unsubscribe/{token}").status_code == 404
    assert not Preference.objects.exists()


def test_what_cannot_be_switched_off_has_no_such_address(
    world: World, bell: Bell, server: type[Server]
) -> None:
    about(bell, Topic.ACCOUNT)
    message = sent(world, bell)
    assert message["List-Unsubscribe"] is None
    assert all("/unsubscribe/" not in part.get_content() for part in message.iter_parts())


def test_an_address_that_was_refused_gets_nothing_until_its_person_says_that_it_is_right(
    world: World, bell: Bell, server: type[Server]
) -> None:
    person = world.people["officer"]
    server.fails = [SMTPRecipientsRefused({person.email: (550, b"5.1.1 no such user")})]
    assert sent(world, bell) is None
    officer = api(world, "officer")
    refused = officer.get("me/notification-preferences").json()["undeliverable"]
    assert refused["address"] == person.email
    assert count_undeliverable_addresses() == 1
    assert api(world, "teacher").get("me/notification-preferences").json()["undeliverable"] is None
    assert sent(world, bell) is None
    states = Delivery.objects.filter(person=person).values_list("state", flat=True)
    assert sorted(states) == ["dropped", "failed"]
    assert api(world, "anonymous").delete("me/refused-address").status_code == 401
    assert api(world, "teacher").delete("me/refused-address").status_code == 204
    assert UndeliverableAddress.objects.count() == 1
    assert officer.delete("me/refused-address").status_code == 204
    assert sent(world, bell) is not None


def test_another_address_is_not_the_one_that_was_refused(
    world: World, bell: Bell, server: type[Server]
) -> None:
    person = world.people["officer"]
    UndeliverableAddress.objects.create(person=person, address=person.email, code=550)
    User.objects.filter(pk=person.pk).update(email="new@example.org")
    assert count_undeliverable_addresses() == 0
    assert sent(world, bell)["To"] == "new@example.org"

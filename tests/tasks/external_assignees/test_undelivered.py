"""Letters to owners without an account that do not arrive: who hears of it, and what follows."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail

from tasks.external_assignees.emails import send_reminder_email
from tasks.external_assignees.link_services import revoke_action_link
from tasks.external_assignees.services import edit_outside_body, forget_contacts
from tasks.models import ActionItem, LettersStop, OutsideBody
from tasks.reminders.recipients import is_reached_by_email
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, pointers
from tests.notifications.test_mailing import Server, later, server  # noqa: F401 - a fixture
from tests.tasks.external_assignees.helpers import linked
from tests.tasks.external_assignees.test_external_assignees import its_item
from tests.tasks.external_assignees.test_reminder_emails import TO, an_owned, morning, reminded
from tests.tasks.helpers import fresh, kinds_of, move
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.accounts.jobs import send_letters
from viche.accounts.models import Letter
from viche.accounts.services.letters import MAX_ATTEMPTS
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.notifications.selectors import texts_of

pytestmark = pytest.mark.usefixtures("quiet")

NOBODY = {TO: (550, b"5.1.1 No such user")}
LATER = {TO: (450, b"4.2.1 Greylisted")}


def sent(world: World, item: ActionItem) -> None:
    """A link goes out by letter, as far as the mail server lets it."""
    linked(world, item, send=True)
    forget()
    send_letters()


def body_of(item: ActionItem) -> OutsideBody:
    return OutsideBody.objects.get(action_items=item)


def shown(world: World, item: ActionItem) -> dict[str, Any]:
    page: dict[str, Any] = api(world, "facilitator").get(f"action-items/{item.pk}/link").json()
    return page


def lost(world: World, item: ActionItem) -> tuple[str, str | None]:
    letter = shown(world, item)["link"]["letter"]
    return letter["state"], letter["why"]


def test_a_refused_letter_is_told_to_who_sent_it_and_no_more_go_there(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    sent(world, item)
    assert told(world) == {"facilitator": "sent"}
    one = words(world, "facilitator")
    assert one.title["uk"].startswith(f"Лист не доставлено: доручення №\u00a0{item.number}, ")
    assert "не приймає листів на цю адресу" in one.body["uk"]
    assert "refuses letters" in one.body["en"]
    assert TO not in one.body["uk"] + one.title["uk"]
    assert one.reason["uk"] == "Ви отримали це, бо листа надсилали ви."
    assert body_of(item).letters_stop == LettersStop.REFUSED
    assert not is_reached_by_email(fresh_with_body(item))
    assert kinds_of(item)[-1] == "letter_lost"
    assert lost(world, item) == ("lost", "refused")
    assert shown(world, item)["body"]["letters_stop"] == "refused"


def fresh_with_body(item: ActionItem) -> ActionItem:
    return ActionItem.objects.select_related("group", "outside_body").get(pk=fresh(item).pk)


def test_what_its_rules_would_send_it_comes_to_those_who_lead_instead(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    with morning(item, -3):
        letters, people = reminded(world)
        assert (letters, people) == ([], {})
        assert told(world) == {"facilitator": "facilitator"}
        assert body_of(item).letters_stop == LettersStop.REFUSED
    with morning(item, 0):
        letters, people = reminded(world)
        assert letters == []
        assert people == {"facilitator": "stands_in"}
    assert Letter.objects.filter(sent_at=None, lost="").count() == 0


def test_one_that_is_given_up_is_told_and_the_next_is_tried(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    server.fails = [SMTPRecipientsRefused(LATER), *(SMTPServerDisconnected() for _n in range(MAX_ATTEMPTS))]
    sent(world, item)
    assert lost(world, item) == ("waiting", None)
    assert told(world) == {}
    for _turn in range(MAX_ATTEMPTS):
        Letter.objects.filter(sent_at=None, lost="").update(next_try_at=now())
        send_letters()
    assert lost(world, item) == ("lost", "given_up")
    assert told(world) == {"facilitator": "sent"}
    assert "Жоден поштовий сервер" in words(world, "facilitator").body["uk"]
    assert body_of(item).letters_stop == ""
    server.fails = []
    sent(world, item)
    assert lost(world, item) == ("sent", None)
    assert [one.to for one in mail.outbox] == [[TO]]


def test_another_address_takes_letters_again_and_the_same_one_when_somebody_says_so(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    sent(world, item)
    address = f"action-items/{item.pk}/link"
    refused = api(world, "facilitator").post(address, {"send": True})
    assert (refused.status_code, pointers(refused)) == (422, [("/send", "letters_stopped")])
    keep(world, item, {"phone": "+380 44 765-43-21"})
    assert body_of(item).letters_stop == LettersStop.REFUSED
    keep(world, item, {"takes_letters": True})
    assert (body_of(item).letters_stop, body_of(item).letters_stopped_at) == ("", None)
    keep(world, item, {"takes_letters": False})
    assert body_of(item).letters_stop == LettersStop.DECLINED
    keep(world, item, {"email": "other@example.org"})
    assert body_of(item).letters_stop == ""
    assert api(world, "facilitator").post(address, {"send": True}).status_code == 201


def keep(world: World, item: ActionItem, changes: Any) -> None:
    body = body_of(item)
    path = f"groups/{world.group.pk}/outside-bodies/{body.pk}"
    answer = api(world, "secretary").patch(path, changes, **{"If-Match": f'"{body.version}"'})
    assert answer.status_code == 200, answer.json()


@pytest.mark.parametrize("bad", ["so", 5, [], {}])
def test_whether_letters_go_is_yes_or_no(world: World, bad: object) -> None:
    item = an_owned(world)
    path = f"groups/{world.group.pk}/outside-bodies/{item.outside_body_id}"
    answer = api(world, "facilitator").patch(path, {"takes_letters": bad}, **{"If-Match": '"1"'})
    assert pointers(answer) == [("/takes_letters", "invalid")]
    observer = api(world, "observer").patch(path, {"takes_letters": True}, **{"If-Match": '"1"'})
    assert observer.status_code == 403


def test_a_letter_to_where_it_is_no_longer_stops_nothing(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    linked(world, item, send=True)
    forget()
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    Letter.objects.update(attempts=1)
    body = body_of(item)
    OutsideBody.objects.filter(pk=body.pk).update(email="other@example.org")
    send_letters()
    assert told(world) == {}
    assert body_of(item).letters_stop == ""
    revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk)
    assert not Letter.objects.exists()


def test_with_its_contacts_that_is_forgotten_too(world: World) -> None:
    item = an_owned(world)
    edit_outside_body(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        outside_body_id=body_of(item).pk,
        expected_version=1,
        changes={"takes_letters": False},
    )
    move(world, item, "cancelled", "facilitator")
    with later(days=800):
        assert forget_contacts(actor=SYSTEM) == 1
    assert (body_of(item).email, body_of(item).letters_stop) == ("", "")


@pytest.mark.parametrize(
    "reply",
    [
        b"5.7.1 Relay access denied",
        b"5.1.8 Sender address rejected",
        b"5.7.26 DMARC",
        b"5.2.2 Mailbox full",
        b"5.3.4 Too big",
        b"Blocked, see 5.1.1.2",
        b"no",
    ],
)
def test_only_that_there_is_nobody_stops_an_address_all_else_is_tried_again(
    world: World,
    server: type[Server],  # noqa: F811
    reply: bytes,
) -> None:
    item = an_owned(world)
    server.fails = [SMTPRecipientsRefused({TO: (554, reply)})]
    sent(world, item)
    assert lost(world, item) == ("waiting", None)
    assert (told(world), body_of(item).letters_stop) == ({}, "")
    Letter.objects.update(next_try_at=now())
    send_letters()
    assert lost(world, item) == ("sent", None)


def test_what_waits_when_letters_stop_is_told_as_lost(world: World, server: type[Server]) -> None:  # noqa: F811
    item = an_owned(world)
    other = its_item(world, body_of(item))
    for one in (item, other):
        linked(world, one, send=True)
    forget()
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    send_letters()
    assert (lost(world, item), lost(world, other)) == (("lost", "refused"), ("lost", "stopped"))
    assert (kinds_of(item)[-1], kinds_of(other)[-1]) == ("letter_lost", "letter_lost")
    assert told(world) == {"facilitator": "sent"}
    assert mail.outbox == []
    said = texts_of(world.actor("facilitator"), list(Notification.objects.all())).values()
    assert ["this one did not go either" in one.body["en"] for one in said].count(True) == 1


def test_a_reminder_that_waits_when_its_reader_declines_comes_to_who_leads(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    with morning(item, -3):
        forget()
        fire_due()
        drain_outbox()
        OutsideBody.objects.update(letters_stop=LettersStop.DECLINED, letters_stopped_at=now())
        send_letters()
        assert mail.outbox == []
        assert told(world) == {"facilitator": "facilitator"}
        assert lost(world, item) == ("lost", "stopped")


def test_a_reminder_that_was_lost_does_not_stand_for_the_next(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    with morning(item, -3):
        assert reminded(world)[0] == []
        keep(world, item, {"takes_letters": True})
        send_reminder_email(item.links.get())
        send_letters()
        assert [one.to for one in mail.outbox] == [[TO]]


def test_a_card_from_before_the_stop_lifts_none_that_its_reader_has_not_seen(
    world: World,
    server: type[Server],  # noqa: F811
) -> None:
    item = an_owned(world)
    seen = body_of(item).version
    server.fails = [SMTPRecipientsRefused(NOBODY)]
    sent(world, item)
    path = f"groups/{world.group.pk}/outside-bodies/{item.outside_body_id}"
    answer = api(world, "secretary").patch(path, {"takes_letters": True}, **{"If-Match": f'"{seen}"'})
    assert answer.status_code == 412
    assert body_of(item).letters_stop == LettersStop.REFUSED

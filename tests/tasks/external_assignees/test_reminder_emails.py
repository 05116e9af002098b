"""Reminders of owners without an account: letters, each with a link of its own, and then on by the rules."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from groups.models import Visibility
from tasks.external_assignees.emails import REMINDERS_TO
from tasks.external_assignees.link_services import revoke_action_link
from tasks.external_assignees.services import edit_outside_body
from tasks.models import ActionItem, ActionLink, Audience
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.tasks.external_assignees.helpers import brought, linked, log, take
from tests.tasks.external_assignees.test_external_assignees import a_body, its_item
from tests.tasks.helpers import an_item, edit, fresh, kinds_of, move
from tests.tasks.lifecycle.test_notifications import forget, told
from tests.tasks.reminders.test_reminders import nine
from viche.accounts.jobs import send_letters
from viche.accounts.models import Letter
from viche.accounts.token_secrets import digest_of
from viche.deadlines.engine import fire_due
from viche.kernel.actor import Actor
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import OutboxEntry

TO = "vodokanal@example.org"


def an_owned(world: World, **facts: Any) -> ActionItem:
    item = its_item(world, a_body(world, **facts))
    forget()
    return item


def morning(item: ActionItem, days: int) -> time_machine.travel:
    """Shortly after the reminders of a day come: so many after the due day."""
    return time_machine.travel(nine(item.due_on + timedelta(days=days)) + timedelta(minutes=5), tick=False)


def reminded(world: World) -> tuple[list[EmailMessage], dict[str, str]]:
    """What falls due now: the letters to the body, and who is told inside, with the reason."""
    forget()
    fire_due()
    people = told(world)
    send_letters()
    return [one for one in mail.outbox if one.to == [TO]], people


def secret_in(letter: EmailMessage) -> str:
    found = re.search(r"/a/(\S+)", str(letter.body))
    assert found is not None
    return found[1]


def page(secret: str) -> int:
    return Client().get(f"/a/{secret}").status_code


def test_letters_reach_it_by_the_rules_and_then_those_who_lead(world: World) -> None:
    item = an_owned(world)
    secrets, ids = [], []
    for days in (-3, 0):
        with morning(item, days):
            (letter,), people = reminded(world)
            assert people == {}
            assert page(secret_in(letter)) == 200
            secrets.append(secret_in(letter))
            ids.append(letter.extra_headers["Message-ID"])
            assert reminded(world) == ([], {})
    assert len({*secrets}) == len({*ids}) == 2
    with morning(item, 7):
        letters, people = reminded(world)
        assert (len(letters), people) == (1, {"facilitator": "facilitator"})
        assert [page(one) for one in secrets] == [200, 200]
        take(Actor.for_link(ActionLink.objects.get().pk), item, "accepted")
    assert Letter.objects.filter(digest__in=[digest_of(one) for one in secrets]).count() == 2
    assert not Letter.objects.filter(digest__in=secrets).exists()


def test_who_leads_puts_off_what_they_hear_in_its_place(world: World) -> None:
    item = an_owned(world, email="")
    with morning(item, 0):
        assert reminded(world)[1] == {"facilitator": "stands_in"}
        for name, offered in (("facilitator", ["snooze"]), ("councillor", [])):
            rows = api(world, name).get(f"action-items/{item.pk}/reminders").json()["items"]
            assert [one["allowed"] for one in rows if one["rule"] == "on_due"] == [offered]


def test_of_two_rules_that_meet_on_a_morning_one_letter_comes(world: World) -> None:
    item = an_owned(world)
    with morning(item, 4):
        letters, people = reminded(world)
        assert (len(letters), people) == (1, {})


def test_the_letter_says_which_item_and_when_but_not_what_nor_of_a_hidden_group(world: World) -> None:
    item = an_owned(world, language="en")
    world.group.visibility = Visibility.HIDDEN
    world.group.save()
    with morning(item, 1):
        (letter,), _people = reminded(world)
        assert letter.extra_headers["Content-Language"] == "en"
        assert letter.subject == "A reminder of an initiative group"
        assert f"no. {item.number}/{item.year} was due on" in str(letter.body)
        for secret in (item.title_uk, world.group.name_uk, "Пасічник"):
            assert secret not in f"{letter.subject}{letter.body}"
        assert 'lang="en"' in Client().get(f"/a/{secret_in(letter)}").content.decode()


def test_a_link_of_a_reminder_was_made_by_nobody_and_ends(world: World) -> None:
    item = an_owned(world)
    with morning(item, 0):
        (letter,), _people = reminded(world)
        link = ActionLink.objects.get()
        assert (link.made_by, kinds_of(item)[-1]) == (None, "action_link_made")
        shown = api(world, "facilitator").get(f"action-items/{item.pk}/link").json()
        assert (shown["link"]["made_by"], "path" in shown) == (None, False)
        brought(world, item, link, "done")
    # Who leads knows no secret of it: nobody has stood in.
    assert fresh(item).worked_by == []
    with time_machine.travel(link.expires_at + timedelta(minutes=1), tick=False):
        assert page(secret_in(letter)) == 404


def test_one_that_somebody_made_is_kept_while_it_lasts_and_renewed_when_it_is_over(world: World) -> None:
    item = an_owned(world)
    link, shown = linked(world, item)
    with morning(item, 0):
        (first,), _people = reminded(world)
        assert ActionLink.objects.get() == link
        assert [page(one) for one in (shown, secret_in(first))] == [200, 200]
    with morning(item, 31):
        (second,), _people = reminded(world)
        assert [page(one) for one in (shown, secret_in(first), secret_in(second))] == [404, 404, 200]
    revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk)
    with morning(item, 31):
        assert page(secret_in(second)) == 404


@pytest.mark.parametrize("why", ["no_address", "taken_back", "restricted"])
def test_who_leads_stands_in_where_no_letter_may_go(world: World, why: str) -> None:
    item = an_owned(world, email="" if why == "no_address" else TO)
    if why == "taken_back":
        linked(world, item)
        revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk)
    if why == "restricted":
        thread = a_restricted_thread(world, organisations=("ngo",))
        ActionItem.objects.filter(pk=item.pk).update(thread=thread, audience=Audience.THREAD)
    with morning(item, 0):
        assert reminded(world) == ([], {"facilitator": "stands_in"})
        if why == "restricted":
            linked(world, item, shows_restricted=True)
            letters, people = reminded_anew(world, item)
            assert (len(letters), people) == (1, {})


def reminded_anew(world: World, item: ActionItem) -> tuple[list[EmailMessage], dict[str, str]]:
    """The same morning once more, as if it had not come."""
    item.reminders.filter(offset_days=0).update(fired_at=None)
    return reminded(world)


def test_nothing_comes_of_what_is_done_or_due_on_another_day_by_now(world: World) -> None:
    item, other = an_owned(world), its_item(world, a_body(world, name_uk="Лікарня", email="l@example.org"))
    log(world, item, "accepted")
    log(world, item, "in_progress")
    with morning(item, 0):
        forget()
        fire_due()
        assert OutboxEntry.objects.filter(subscriber="tasks.reminding", event__subject_id=other.pk).exists()
        edit(world, other, due_on=item.due_on + timedelta(days=30))
        drain_outbox()
        assert [one.address for one in Letter.objects.filter(sent_at=None)] == [TO]
        # Between the reminder and its letter it was done.
        move(world, item, "cancelled", "facilitator")
        send_letters()
        assert [one for one in mail.outbox if one.to == [TO]] == []


def test_a_letter_comes_once_though_its_worker_died(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    item = an_owned(world)
    with morning(item, 0):
        forget()
        fire_due()
        with monkeypatch.context() as dying:
            dying.setattr("tasks.external_assignees.link_services.send_reminder_email", lambda _link: 1 / 0)
            drain_outbox()
        assert (ActionLink.objects.count(), Letter.objects.count()) == (0, 0)
        OutboxEntry.objects.update(next_try_at=nine(item.due_on))
        drain_outbox()
        drain_outbox()
        send_letters()
        send_letters()
        assert len([one for one in mail.outbox if one.to == [TO]]) == 1


def test_others_are_reminded_without_a_row_more(world: World) -> None:
    an_item(world)
    forget()
    with morning(ActionItem.objects.get(), 0):
        fire_due()
        assert {*OutboxEntry.objects.values_list("subscriber", flat=True)} == {"notifications"}


def test_one_address_gets_so_many_a_day_and_the_rules_go_on(world: World) -> None:
    body = a_body(world)
    items = [its_item(world, body) for _nth in range(REMINDERS_TO.most + 1)]
    with morning(items[0], 7):
        letters, people = reminded(world)
        assert (len(letters), people) == (REMINDERS_TO.most, {"facilitator": "facilitator"})


def test_another_address_of_the_body_ends_the_letters_to_the_former(world: World) -> None:
    item = an_owned(world)
    linked(world, item, send=True)
    with morning(item, -3):
        (letter, *_rest), _people = reminded(world)
        assert page(secret_in(letter)) == 200
        body = item.outside_body
        assert body is not None
        edit_outside_body(
            actor=world.actor("secretary"),
            group_id=world.group.pk,
            outside_body_id=body.pk,
            expected_version=body.version,
            changes={"email": "new@example.org"},
        )
        assert page(secret_in(letter)) == 404

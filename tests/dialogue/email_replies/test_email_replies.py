"""A message is answered by e-mail: by whom it was for alone, once, and never where that would harm."""

from __future__ import annotations

import io
import os
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError

from dialogue.email_replies import services
from dialogue.email_replies.events import AnswerByMailRefused
from dialogue.facilitation.services import lock_thread, set_slow_mode, unlock_thread
from dialogue.management.commands import take_answer as command
from dialogue.models import Attention, Message, RoundTurn, Thread, ThreadState
from dialogue.posting.editing import withdraw_message
from dialogue.reading.subscriptions import set_notification_level
from dialogue.rounds.services import start_round
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    say,
    step,
    take as take_there,
)
from tests.dialogue.publishing.helpers import a_public_thread, publish
from tests.notifications.test_answers import raw
from tests.notifications.test_mailing import Server, send_soon, server
from tests.tasks.lifecycle.test_notifications import forget
from viche.accounts.login_throttling import Limit
from viche.accounts.services.factor_requirements import require_factors
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.notifications.notices import NotificationText
from viche.notifications.reply_parsing import REPLY_LINE
from viche.notifications.selectors import texts_of

__all__ = ["server"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def taken(settings: Any, server: type[Server]) -> None:
    settings.ANSWER_ADDRESS = "viche@example.org"


def asked(world: World, thread: Thread | None = None) -> tuple[Message, Any]:
    """Something that the officer said, and the e-mail about it to the teacher."""
    thread = thread or a_thread(world)
    set_notification_level(actor=world.actor("teacher"), thread_id=thread.pk, level=Attention.ALL)
    forget()
    message = say(world, "officer", thread, confirmed=["public"])
    drain_outbox()
    send_soon()
    (sent,) = [one for one in mail.outbox if one.to == [world.people["teacher"].email]]
    return message, sent


def answered(world: World, sent: Any, text: str = "Згода.", **headers: str) -> bytes:
    headers = {"From": world.people["teacher"].email, **headers}
    return raw(text, to=sent.reply_to[0], **headers)


def take(monkeypatch: pytest.MonkeyPatch, data: bytes) -> str:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    call_command("take_answer", stdout=said)
    return said.getvalue().strip()


def test_an_answer_stands_in_the_thread_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    message, sent = asked(world)
    assert sent.body.startswith(f"— {REPLY_LINE['uk']} —")
    assert REPLY_LINE["uk"] in sent.alternatives[0].content.replace("\N{NO-BREAK SPACE}", " ")
    quoted = "\n".join(f"> {line}" for line in sent.body.splitlines())
    data = answered(
        world, sent, f"Згода.\n\nпт, 27 лист. 2026 р. Віче <{sent.reply_to[0]}> пише:\n\n{quoted}"
    )
    assert [take(monkeypatch, data) for _again in range(2)] == ["posted", "posted"]
    answer = Message.objects.exclude(pk=message.pk).get()
    assert (answer.body, answer.author, answer.parent_id) == ("Згода.", world.people["teacher"], message.pk)
    assert not answer.on_behalf
    another = answered(world, sent, "І ще одне.", Message_ID="<2@a.example>")
    assert take(monkeypatch, another) == "posted"
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    "signed", ["-- \nОксана Гнатюк\n+380 67 123 45 67", "З повагою,\nОксана Гнатюк\nтел. 067 123 45 67"]
)
def test_a_number_in_the_signature_refuses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, signed: str
) -> None:
    message, sent = asked(world)
    quoted = "\n".join(f"> {line}" for line in sent.body.splitlines())
    data = answered(world, sent, f"Згода.\n\n{signed}\n\nпт, 27 лист. 2026 р. Віче пише:\n\n{quoted}")
    assert take(monkeypatch, data) == "posted"
    assert Message.objects.exclude(pk=message.pk).get().body == "Згода."


def leave(world: World) -> None:
    seat = world.seats["teacher"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="rotation")


def refusals(world: World) -> list[NotificationText]:
    """What those who answered by e-mail are told of it, the latest first."""
    drain_outbox()
    rows = Notification.objects.filter(kind=AnswerByMailRefused.kind).select_related("event")
    return [texts_of(Actor.for_person(row.person_id), [row])[row.pk] for row in rows.order_by("-id")]


@pytest.mark.parametrize("sender", ["officer", "stranger@example.org"])
def test_nobody_else_answers_with_their_address(
    world: World, monkeypatch: pytest.MonkeyPatch, sender: str
) -> None:
    _message, sent = asked(world)
    address = world.people[sender].email if sender in world.people else sender
    assert take(monkeypatch, answered(world, sent, From=address)) == "passed over"
    assert Message.objects.count() == 1
    assert refusals(world) == []


def test_who_left_or_sees_it_no_more_answers_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _message, sent = asked(world)
    leave(world)
    assert take(monkeypatch, answered(world, sent)) == "passed over"
    deactivate_person(actor=SYSTEM, person_id=world.people["teacher"].pk, reason="left")
    assert take(monkeypatch, answered(world, sent)) == "passed over"
    assert Message.objects.count() == 1


REFUSALS = {
    "empty": "",
    "personal_data": "Подзвоніть 067 123 45 67",
    "invalid": "а" * 20_000,
}


@pytest.mark.parametrize("why", REFUSALS)
def test_who_answers_is_told_why_nothing_was_posted(
    world: World, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    _message, sent = asked(world)
    data = answered(world, sent, REFUSALS[why])
    assert [take(monkeypatch, data) for _again in range(2)] == ["refused", "refused"]
    assert Message.objects.count() == 1
    (said,) = refusals(world)
    assert said.title["uk"].startswith("Вашу відповідь не опубліковано")
    assert said.body["en"] != said.body["uk"]
    mail.outbox.clear()
    send_soon()
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == ([world.people["teacher"].email], [])


def test_a_closed_thread_and_one_too_many_say_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    message, sent = asked(world)
    monkeypatch.setattr(services, "RATE_LIMIT", Limit("few", 1, services.RATE_LIMIT.window))
    assert take(monkeypatch, answered(world, sent)) == "posted"
    assert take(monkeypatch, answered(world, sent, "Ще", Message_ID="<2@a>")) == "refused"
    assert take(monkeypatch, answered(world, sent, "І ще", Message_ID="<4@a>")) == "refused"
    (said,) = refusals(world)
    assert "забагато" in said.body["uk"]
    assert take(monkeypatch, answered(world, sent)) == "posted"  # the first once more
    monkeypatch.undo()
    lock_thread(actor=world.actor("facilitator"), thread_id=message.thread_id)
    assert take(monkeypatch, answered(world, sent, "Ще", Message_ID="<5@a>")) == "refused"
    assert "на паузі" in refusals(world)[0].body["uk"]
    unlock_thread(actor=world.actor("facilitator"), thread_id=message.thread_id)
    set_slow_mode(actor=world.actor("facilitator"), thread_id=message.thread_id, seconds=300)
    assert take(monkeypatch, answered(world, sent, "Ще", Message_ID="<6@a>")) == "refused"
    assert "повільний режим" in refusals(world)[0].body["uk"]
    message.thread.refresh_from_db(fields=["version"])
    thread = step(world, message.thread, ThreadState.SUMMARISING)
    step(world, thread, ThreadState.CLOSED)
    assert take(monkeypatch, answered(world, sent, "Ще", Message_ID="<3@a>")) == "refused"
    assert len(refusals(world)) == 4


def test_a_thank_you_by_mail_uses_up_no_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    message, sent = asked(world)
    lead, ends_at = world.actor("facilitator"), now() + timedelta(days=3)
    start_round(actor=lead, thread_id=message.thread_id, question="Що потрібно?", ends_at=ends_at)
    data = answered(world, sent, "Дякую, побачила")
    assert [take(monkeypatch, data) for _again in range(2)] == ["refused", "refused"]
    (said,) = refusals(world)
    assert "триває коло" in said.body["uk"]
    assert not RoundTurn.objects.exists()
    assert say(world, "teacher", message.thread).number == 2


def test_who_answers_what_was_taken_back_meanwhile_is_told_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, sent = asked(world)
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=message.version)
    assert take(monkeypatch, answered(world, sent, REFUSALS["personal_data"])) == "refused"
    assert len(refusals(world)) == 1


def test_files_stay_behind_and_that_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _message, sent = asked(world)
    data = answered(world, sent).replace(
        b"Content-Type: text/plain",
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: application/pdf\n'
        b'Content-Disposition: attachment; filename="a.pdf"\n\nx\n--b\nContent-Type: text/plain',
        1,
    )
    assert take(monkeypatch, data) == "posted"
    assert "без файлів" in refusals(world)[0].title["uk"]


def test_what_only_some_or_all_read_and_who_needs_a_second_factor(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _message, sent = asked(world, a_restricted_thread(world, organisations=("police", "school")))
    assert sent.reply_to == []
    assert REPLY_LINE["uk"] not in sent.body
    _message, sent = asked(world, a_public_thread(world))
    assert (sent.reply_to, REPLY_LINE["uk"] in sent.body) == ([], False)
    _message, sent = asked(world)
    require_factors(actor=SYSTEM, role="member", demand="any", since=now(), expected_version=0)
    assert take(monkeypatch, answered(world, sent)) == "refused"
    assert "другого кроку" in refusals(world)[0].body["uk"]


def test_what_anybody_reads_by_now_is_answered_on_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, sent = asked(world)
    publish(world, message.thread)
    assert take(monkeypatch, answered(world, sent)) == "refused"
    assert Message.objects.count() == 1
    assert "будь-хто" in refusals(world)[0].body["uk"]


def said_and_sent(world: World, *threads: Thread) -> tuple[list[Message], Any]:
    """Something that the officer said in each thread, and the one e-mail about all of it to the teacher."""
    for thread in threads:
        set_notification_level(actor=world.actor("teacher"), thread_id=thread.pk, level=Attention.ALL)
    forget()
    messages = [say(world, "officer", thread) for thread in threads]
    drain_outbox()
    send_soon()
    (sent,) = [one for one in mail.outbox if one.to == [world.people["teacher"].email]]
    return messages, sent


def test_a_mail_of_several_messages_of_one_thread_answers_the_latest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = a_thread(world)
    messages, sent = said_and_sent(world, thread, thread)
    assert take(monkeypatch, answered(world, sent)) == "posted"
    assert Message.objects.get(author=world.people["teacher"]).parent_id == messages[-1].pk


def test_a_mail_of_several_threads_and_a_house_that_takes_no_answers(world: World, settings: Any) -> None:
    _messages, sent = said_and_sent(world, a_thread(world), a_thread(world))
    assert sent.reply_to == []
    settings.ANSWER_ADDRESS = ""
    _message, sent = asked(world)
    assert (sent.reply_to, REPLY_LINE["uk"] in sent.body) == ([], False)


def test_while_the_database_is_away_it_is_to_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _message, sent = asked(world)

    def post(_answer: Any) -> str:
        raise OperationalError("gone")

    monkeypatch.setattr(f"{command.__name__}.take_answer", post)
    with pytest.raises(CommandError) as refused:
        take(monkeypatch, answered(world, sent))
    assert refused.value.returncode == os.EX_TEMPFAIL


def test_what_was_written_for_its_group_is_not_told_to_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, sent = asked(world)
    take_there(world, message.thread, a_group_beside(world, "facilitator", "teacher"))
    assert take(monkeypatch, answered(world, sent)) == "refused"
    assert Message.objects.count() == 1
    (said,) = refusals(world)
    assert "до іншої групи" in said.body["uk"]

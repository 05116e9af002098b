"""One press from an e-mail mutes its thread for its reader, and one takes that back: without signing in, by
the reader or by their mail program, never by who only fetches the page.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.test import Client

from dialogue.acknowledgements.services import make_must_read
from dialogue.models import Attention, Thread, ThreadAttention
from dialogue.reading.mute_links import LINK_LIFETIME, SIGNER, build_mute_path, read_mute_token
from dialogue.reading.subscriptions import set_notification_level
from dialogue.rounds.services import start_round
from tests.cast import World
from tests.dialogue.email_replies.test_email_replies import asked, leave, said_and_sent
from tests.dialogue.helpers import a_thread, api, merge, say
from tests.dialogue.lifecycle.test_schedule import at
from tests.notifications.test_mailing import Server, parsed, send_soon, server
from tests.tasks.helpers import in_days
from tests.tasks.lifecycle.test_notifications import forget, told
from viche.accounts.events import EmailChanged
from viche.accounts.models import User
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.api.plain_pages import AUTO_SUBMIT_SCRIPT
from viche.notifications.models import Delivery

__all__ = ["server"]

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
BODIES: list[dict[str, str]] = [{}, {"do": "mute"}, {"do": "back"}, ONE_CLICK]
WORDS = {
    "uk": (
        "Сповіщення про тему вимкнено: листів про неї більше не буде",
        "Повернути сповіщення",
        "Сповіщення про тему знову увімкнено",
        "<p>Ваш вибір у темі: Кожне повідомлення</p>",
    ),
    "en": (
        "The thread is muted: no more e-mails come about it",
        "Bring them back",
        "You are told of the thread again",
        "<p>Your choice there: Every message</p>",
    ),
}


@pytest.fixture(autouse=True)
def taken(server: type[Server]) -> None:
    """What mail is handed over."""


def linked(sent: Any) -> str:
    """The path of the link in an e-mail that mutes its thread."""
    (line,) = [line for line in sent.body.splitlines() if "/mute/" in line]
    return str(line.partition("https://viche.example.org")[2])


def left_at(sent: Any) -> str:
    """The path to which a mail program posts to end mail like this one."""
    message = parsed(sent)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(str(message["List-Unsubscribe"]).strip(" <>"))
    assert (address.scheme, address.netloc) == ("https", "viche.example.org")
    return address.path


def teacher_path(world: World, thread: Thread) -> str:
    return build_mute_path(world.people["teacher"].pk, thread.pk)


def about(path: str) -> tuple[UUID, UUID]:
    """Whom and which thread such a path is for."""
    found = read_mute_token(path.removeprefix("/mute/"))
    assert found is not None
    return found.person.pk, found.thread_id


def level(world: World, thread: Thread) -> str:
    rows = ThreadAttention.objects.filter(thread=thread, person=world.people["teacher"])
    return rows.values_list("level", flat=True).first() or Attention.USUAL


def choose(world: World, thread: Thread, chosen: Attention) -> None:
    set_notification_level(actor=world.actor("teacher"), thread_id=thread.pk, level=chosen)


def begin_round(world: World, thread: Thread) -> None:
    lead, ends_at = world.actor("facilitator"), now() + timedelta(days=3)
    start_round(actor=lead, thread_id=thread.pk, question="Що потрібно?", ends_at=ends_at)


def mailed(world: World, name: str = "teacher") -> Any:
    """The one e-mail to somebody, the teacher, about what just happened."""
    drain_outbox()
    send_soon()
    (sent,) = [one for one in mail.outbox if one.to == [world.people[name].email]]
    return sent


class TestThePage:
    def test_to_fetch_it_changes_nothing_and_to_press_its_button_mutes(
        self, world: World, client: Client
    ) -> None:
        message, sent = asked(world)
        path = linked(sent)
        for fetch in (client.get, client.head):
            assert fetch(path).status_code == 200
        assert level(world, message.thread) == Attention.ALL
        answer = client.post(path, {"do": "mute"})
        assert (answer.status_code, answer["Location"]) == (303, f"{path}?said")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert level(world, message.thread) == Attention.MUTED
        forget()
        say(world, "officer", message.thread)
        assert told(world) == {}

    def test_one_script_of_ours_presses_it_and_nothing_else_runs(self, world: World, client: Client) -> None:
        page = client.get(teacher_path(world, a_thread(world)))
        text = page.content.decode()
        assert re.findall(r"<script[^>]*>", text) == [f'<script src="/static/{AUTO_SUBMIT_SCRIPT}" defer>']
        assert "></script>" in text
        assert text.count(" data-at-once>") == text.count("<button") == text.count("<h1>") == 1
        policy = page["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "; script-src 'self'; " in policy
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")

    @pytest.mark.parametrize("step", ["mute", "back"])
    def test_whoever_was_here_presses_by_hand(self, world: World, client: Client, step: str) -> None:
        thread = a_thread(world)
        path = teacher_path(world, thread)
        client.post(path, {"do": "mute"})
        page = client.post(path, {"do": step}, follow=True)
        again = client.get(page.redirect_chain[-1][0])
        for one in (page, again):
            assert "<script" not in one.content.decode()
            assert "data-at-once" not in one.content.decode()
            assert "script-src" not in one["Content-Security-Policy"]
        assert level(world, thread) == {"mute": Attention.MUTED, "back": Attention.USUAL}[step]

    @pytest.mark.parametrize("language", WORDS)
    def test_it_speaks_the_language_of_its_reader(self, world: World, client: Client, language: str) -> None:
        User.objects.filter(pk=world.people["teacher"].pk).update(language=language)
        thread = a_thread(world)
        choose(world, thread, Attention.ALL)
        path = teacher_path(world, thread)
        done, undone = (
            client.post(path, {"do": step}, follow=True).content.decode() for step in ("mute", "back")
        )
        muted, button, back, choice = WORDS[language]
        assert f'<html lang="{language}">' in done
        assert f'href="/threads/{thread.pk}"' in done
        assert re.findall("<h1>(.*)</h1>", done) == [muted]
        assert re.findall("<button[^>]*>(.*)</button>", done) == [button]
        assert re.findall("<h1>(.*)</h1>", undone) == [back]
        assert choice in undone

    def test_nobody_makes_such_an_address_up_or_uses_it_later(self, world: World, client: Client) -> None:
        message, sent = asked(world)
        path = linked(sent)
        changed = path[:-1] + ("a" if path[-1] != "a" else "b")
        for body in BODIES:
            assert [client.post(one, body).status_code for one in ("/mute/x", changed)] == [404, 404]
        assert "<script" not in client.get(changed).content.decode()
        leave(world)
        for body in BODIES:
            assert client.post(path, body).status_code == 404
        assert level(world, message.thread) == Attention.ALL

    @pytest.mark.parametrize("chosen", Attention)
    def test_what_its_person_chose_is_not_told_of_a_thread_that_they_see_no_more(
        self, world: World, client: Client, chosen: Attention
    ) -> None:
        thread = a_thread(world)
        choose(world, thread, chosen)
        path = teacher_path(world, thread)
        leave(world)
        told = {bare(client.get(one).content) for one in (path, f"{path}?said", "/mute/x")}
        assert len(told) == 1
        assert client.get(path).status_code == client.head(path).status_code == 404


def bare(page: bytes) -> bytes:
    return re.sub(rb'nonce="[^"]*"', b"", page)


class TestItsEnd:
    def test_it_does_nothing_after_a_year(self, world: World, client: Client) -> None:
        thread = a_thread(world)
        path = teacher_path(world, thread)
        with time_machine.travel(now() + LINK_LIFETIME - timedelta(hours=1), tick=False):
            assert client.post(path, ONE_CLICK).status_code == 200
        choose(world, thread, Attention.ALL)
        with time_machine.travel(now() + LINK_LIFETIME + timedelta(hours=1), tick=False):
            assert is_over(world, client, thread, path)

    def test_it_does_nothing_for_whoever_has_the_mailbox_of_before(
        self, world: World, client: Client
    ) -> None:
        thread = a_thread(world)
        choose(world, thread, Attention.ALL)
        path = teacher_path(world, thread)
        teacher = world.people["teacher"]
        with open_unit_of_work():
            record(world.actor("officer"), EmailChanged(person_id=world.people["officer"].pk, row_version=2))
        assert client.get(path).status_code == 200
        with time_machine.travel(now() + timedelta(minutes=1), tick=False):
            with open_unit_of_work():
                record(world.actor("teacher"), EmailChanged(person_id=teacher.pk, row_version=2))
            assert is_over(world, client, thread, path)
        with time_machine.travel(now() + timedelta(minutes=2), tick=False):
            assert client.get(teacher_path(world, thread)).status_code == 200

    def test_an_address_without_a_time_was_not_made_by_us(self, world: World, client: Client) -> None:
        token = SIGNER.sign_object([str(world.people["teacher"].pk), str(a_thread(world).pk)])
        assert client.get(f"/mute/{token}").status_code == 404


def is_over(world: World, client: Client, thread: Thread, path: str) -> bool:
    """Whether it says so, leads to the thread and changes nothing, whatever asks."""
    pages = [client.get(path), client.get(f"{path}?said"), *(client.post(path, body) for body in BODIES)]
    assert {one.status_code for one in pages} == {410}
    (page,) = {bare(one.content) for one in pages}
    text = page.decode()
    assert re.findall("<h1>(.*)</h1>", text) == ["Це посилання більше не діє"]
    assert f'href="/threads/{thread.pk}"' in text
    assert "<button" not in text
    assert "<script" not in text
    return level(world, thread) == Attention.ALL


class TestTakingItBack:
    @pytest.mark.parametrize("before", [Attention.ALL, Attention.USUAL])
    def test_it_is_as_it_was_however_it_was_muted(
        self, world: World, client: Client, before: Attention
    ) -> None:
        thread, other = a_thread(world), a_thread(world)
        choose(world, other, Attention.ALL)
        path = teacher_path(world, thread)
        for body in ({"do": "mute"}, ONE_CLICK):
            choose(world, thread, before)
            for _again in range(2):
                client.post(path, body)
            assert level(world, thread) == Attention.MUTED
            for _again in range(2):
                client.post(path, {"do": "back"})
            assert level(world, thread) == before

    def test_what_was_chosen_since_stays(self, world: World, client: Client) -> None:
        thread = a_thread(world)
        client.post(teacher_path(world, thread))
        choose(world, thread, Attention.ALL)
        client.post(teacher_path(world, thread), {"do": "back"})
        assert level(world, thread) == Attention.ALL

    def test_what_was_chosen_in_a_thread_that_went_on_counts(self, world: World, client: Client) -> None:
        thread, into = a_thread(world), a_thread(world)
        choose(world, thread, Attention.ALL)
        path = teacher_path(world, thread)
        say(world, "officer", thread)
        merge(world, thread, into)
        client.post(path)
        assert level(world, into) == Attention.MUTED
        client.post(path, {"do": "back"})
        assert level(world, into) == Attention.ALL


class TestMailPrograms:
    def test_one_request_mutes_the_thread_of_a_mail_and_leads_nowhere(self, world: World) -> None:
        thread = a_thread(world)
        _messages, sent = said_and_sent(world, thread, thread)
        path = left_at(sent)
        assert about(path) == (world.people["teacher"].pk, thread.pk)
        # A program has no cookies, and whatever it brings is no sign-in either.
        program = Client(enforce_csrf_checks=True)
        assert [program.post(path, ONE_CLICK).status_code for _again in range(2)] == [200, 200]
        assert level(world, thread) == Attention.MUTED
        assert all("/unsubscribe/" in part.get_content() for part in parsed(sent).iter_parts())

    def test_a_mail_about_several_threads_ends_its_kind(self, world: World) -> None:
        _messages, sent = said_and_sent(world, a_thread(world), a_thread(world))
        assert left_at(sent).startswith("/unsubscribe/")

    def test_what_must_be_read_is_asked_for_all_the_same(self, world: World) -> None:
        thread = a_thread(world)
        message = say(world, "officer", thread)
        forget()
        make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=None)
        sent = mailed(world)
        assert "/mute/" not in sent.body
        assert left_at(sent).startswith("/unsubscribe/")
        choose(world, thread, Attention.ALL)
        forget()
        asking = say(world, "officer", thread)
        make_must_read(actor=world.actor("facilitator"), message_id=asking.pk, due_on=None)
        assert left_at(mailed(world)).startswith("/unsubscribe/")

    @pytest.mark.parametrize("what", ["message", "round"])
    def test_what_waits_for_a_mail_goes_nowhere_and_stands_in_the_inbox(
        self, world: World, what: str
    ) -> None:
        thread = a_thread(world)
        choose(world, thread, Attention.ALL)
        forget()
        if what == "message":
            say(world, "officer", thread)
        else:
            begin_round(world, thread)
        drain_outbox()
        choose(world, thread, Attention.MUTED)
        send_soon()
        teacher = world.people["teacher"]
        assert [one for one in mail.outbox if one.to == [teacher.email]] == []
        assert Delivery.objects.get(person=teacher, channel="email").state == "dropped"
        assert len(api(world, "teacher").get("notifications").json()["items"]) == 1

    def test_that_the_last_day_is_near_goes_nowhere_once_the_thread_is_muted(self, world: World) -> None:
        teacher, last = world.people["teacher"], in_days(3)
        threads = [a_thread(world, closes_on=last) for _nth in range(2)]
        for thread in threads:
            choose(world, thread, Attention.ALL)
        forget()
        with at(last - timedelta(days=1), 9):
            fire_due()
            drain_outbox()
            choose(world, threads[0], Attention.MUTED)
            send_soon()
        (sent,) = [one for one in mail.outbox if one.to == [teacher.email]]
        assert about(linked(sent)) == about(left_at(sent)) == (teacher.pk, threads[1].pk)
        forget()
        choose(world, threads[1], Attention.MUTED)
        with at(last, 9):
            fire_due()
            lead = mailed(world, "facilitator")
        assert "/mute/" not in lead.body, "who leads a thread is told of its days also where they mute it"

    def test_a_round_is_told_of_no_more_in_a_muted_thread(self, world: World, client: Client) -> None:
        thread = a_thread(world)
        forget()
        begin_round(world, thread)
        sent = mailed(world)
        assert linked(sent) == left_at(sent)
        assert about(linked(sent)) == (world.people["teacher"].pk, thread.pk)

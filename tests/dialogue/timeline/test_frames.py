"""Old state + events = fresh state, for every kind of event, live and caught up."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import orjson
import pytest

from dialogue.access_requests.services import withdraw_access_request
from dialogue.acknowledgements.services import (
    acknowledge_message,
    lift_must_read,
    make_must_read,
    send_due_reminders,
)
from dialogue.facilitation.services import lock_thread, set_slow_mode, unlock_thread
from dialogue.lifecycle.pinning import pin_thread, unpin_thread
from dialogue.lifecycle.services import ThreadEdit, edit_thread
from dialogue.messages.attachments import NewAttachment
from dialogue.models import (
    AccessRequest,
    Attention,
    Fault,
    Message,
    MustReadReminder,
    Purpose,
    ReactionKind,
    Round,
    Thread,
    ThreadState,
    ThreadSummary,
)
from dialogue.moderation.policies import Step
from dialogue.moderation.services import appeal_hiding, moderate_message, report_message
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.reactions.services import add_reaction, support_message, withdraw_reaction, withdraw_support
from dialogue.reading.services import mark_unread
from dialogue.reading.subscriptions import set_notification_level
from dialogue.rounds.services import end_round, start_round
from dialogue.summary.services.summaries import withdraw_summary
from dialogue.threads.events import group_topic, topic_of
from tests.cast import SYSTEM, World
from tests.dialogue.access_requests.helpers import announce, ask, grant, refuse
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    hand_over,
    merge,
    part,
    restrict,
    say,
    step,
    take,
    widen,
)
from tests.dialogue.publishing.helpers import KNOWING, publish, take_back as hide_from_all, tell
from tests.dialogue.summary.test_questions import propose, settle
from tests.dialogue.summary.test_statements import collect
from tests.dialogue.summary.test_summaries import sum_up
from tests.dialogue.timeline.replica import GroupReplica, Replica, ThreadReplica, frames
from tests.tasks.helpers import in_days
from viche.kernel.clock import now
from viche.kernel.events import PAYLOADS
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.realtime.registry import COMMANDS, FRAMES

pytestmark = pytest.mark.django_db
Act = Callable[[], object]


def follow_thread(world: World, name: str, thread: Thread) -> ThreadReplica:
    return ThreadReplica(api(world, name), world.people[name].pk, thread.pk)


def follow_group(world: World, name: str) -> GroupReplica:
    return GroupReplica(api(world, name), world.people[name].pk, world.group.pk)


def edit(world: World, thread: Thread, title: str) -> None:
    thread.refresh_from_db(fields=["version"])
    actor, version = world.actor("facilitator"), thread.version
    changes: ThreadEdit = {"title_uk": title, "purpose": Purpose.DELIBERATE, "tags": ["#Укриття"]}
    edit_thread(actor=actor, thread_id=thread.pk, expected_version=version, changes=changes)


def reword(world: World, thread: Thread, body: str, number: int = 1) -> None:
    """The officer puts a message of theirs in other words."""
    message = Message.objects.get(thread=thread, number=number)
    officer, version = world.actor("officer"), message.version
    edit_message(actor=officer, message_id=message.pk, body=body, expected_version=version)


def take_back(world: World, thread: Thread) -> None:
    """The teacher withdraws what they said last."""
    message = Message.objects.filter(thread=thread, author=world.people["teacher"]).latest("number")
    withdraw_message(actor=world.actor("teacher"), message_id=message.pk, expected_version=message.version)


def demand(world: World, message: Message, due_on: date | None = None) -> None:
    make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=due_on)


def thanked_no_more(world: World, message: Message) -> None:
    withdraw_reaction(actor=world.actor("officer"), message_id=message.pk, kind=ReactionKind.THANKS)


def show(world: World, thread: Thread) -> None:
    """The teacher brings a file."""
    asked = {"name": "акт.txt", "media_type": "text/plain", "size": 6, "width": None, "height": None}
    say(world, "teacher", thread, "Ось", attachments=[NewAttachment(file_id=uuid7(), facts=asked)])


def moderate(world: World, message: Message, to: Step, by: str = "facilitator") -> None:
    moderate_message(actor=world.actor(by), message_id=message.pk, to=to, fault=Fault.INSULT)


def complain(world: World, message: Message) -> None:
    report_message(actor=world.actor("observer"), message_id=message.pk, fault=Fault.SPAM)


def not_summed_up(world: World, thread: Thread) -> None:
    version = ThreadSummary.objects.get(thread=thread).version
    withdraw_summary(actor=world.actor("facilitator"), thread_id=thread.pk, expected_version=version)


def remind_all(world: World) -> None:
    """The clock reaches everything that was planned."""
    send_due_reminders(actor=SYSTEM, rows=list(MustReadReminder.objects.all()))


def story(world: World, thread: Thread) -> Iterator[Act]:
    """Every kind of event that this room knows, in an order that people would live."""
    yield lambda: step(world, thread, ThreadState.OPEN, reason="")
    yield lambda: say(world, "officer", thread, "Пандус є у **чотирьох** з одинадцяти")
    yield lambda: say(world, "teacher", thread, on_behalf=True, reply_to=last(thread).pk)
    yield lambda: support_message(actor=world.actor("officer"), message_id=last(thread).pk)
    yield lambda: support_message(actor=world.actor("teacher"), message_id=last(thread).pk)
    yield lambda: withdraw_support(actor=world.actor("officer"), message_id=last(thread).pk)
    for kind in ReactionKind:
        yield partial(add_reaction, actor=world.actor("officer"), message_id=last(thread).pk, kind=kind)
    yield lambda: thanked_no_more(world, last(thread))
    yield lambda: demand(world, last(thread))
    yield lambda: acknowledge_message(actor=world.actor("observer"), message_id=last(thread).pk)
    yield lambda: demand(world, last(thread), in_days(5))
    yield lambda: reword(world, thread, "Пандуси є у _чотирьох_")
    yield lambda: remind_all(world)
    yield lambda: lift_must_read(actor=world.actor("facilitator"), message_id=last(thread).pk)
    yield lambda: say(world, "teacher", thread, "Саме так", quote={"message_id": number(thread, 1).pk})
    yield lambda: reword(world, thread, "Пандуси є в _п’ятьох_")
    yield from summing_up(world, thread)
    yield from moderating(world, thread)
    yield lambda: say(world, "teacher", thread, "Зайве")
    yield lambda: moderate(world, last(thread), Step.HIDE)
    yield lambda: show(world, thread)
    yield lambda: say(world, "officer", thread, "Чому?", quote={"message_id": last(thread).pk})
    yield lambda: demand(world, last(thread))
    yield lambda: take_back(world, thread)
    yield lambda: say(world, "facilitator", thread, f"@[?](person:{world.people['officer'].pk}), коли?")
    yield lambda: edit(world, thread, "Пандуси")
    yield lambda: pin_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    yield from who_speaks(world, thread)
    yield lambda: step(world, thread, ThreadState.SUMMARISING)
    yield lambda: say(world, "teacher", thread)
    yield lambda: step(world, thread, ThreadState.CLOSED)
    yield lambda: unpin_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    yield lambda: step(world, thread, ThreadState.OPEN)
    yield from being_public(world, thread)
    yield lambda: restrict(world, thread, organisations=("police", "school"))
    yield lambda: announce(world, thread)
    yield from asking_access(world, thread)
    yield lambda: say(world, "officer", thread, "Лише між нами")
    yield lambda: restrict(world, thread, organisations=("school", "police"), people=("councillor",))
    yield lambda: widen(world, thread)
    yield lambda: say(world, "facilitator", thread)
    yield from going_elsewhere(world, thread)
    yield lambda: mark_unread(actor=world.actor("officer"), thread_id=thread.pk, number=1)
    yield from leaving(world, thread)


def leaving(world: World, thread: Thread) -> Iterator[Act]:
    officer, pk = world.actor("officer"), world.people["officer"].pk
    yield lambda: set_notification_level(actor=officer, thread_id=thread.pk, level=Attention.MUTED)
    yield lambda: anonymise_author(actor=SYSTEM, person_id=pk, pseudonym="№ 7", removes_messages=True)


def being_public(world: World, thread: Thread) -> Iterator[Act]:
    yield lambda: publish(world, thread)
    yield lambda: tell(world, "teacher", thread)
    yield lambda: step(world, thread, ThreadState.CLOSED, outcome_uk="Пандуси буде всім", **KNOWING)
    yield lambda: step(world, thread, ThreadState.OPEN)
    yield lambda: hide_from_all(world, thread)
    yield lambda: publish(world, thread)


def going_elsewhere(world: World, thread: Thread) -> Iterator[Act]:
    yield lambda: take(world, thread, a_group_beside(world, "facilitator", "officer", led_by="facilitator"))
    yield lambda: say(world, "officer", thread, "Тепер тут")
    yield lambda: take(world, thread, world.group)
    yield lambda: say(world, "teacher", thread, "Про інше", reply_to=last(thread).pk)
    yield lambda: part(world, thread, last(thread).number - 1, last(thread).number)
    yield lambda: say(world, "facilitator", thread, "Далі")
    beside = a_thread(world)
    yield lambda: say(world, "teacher", beside, "Те саме")
    yield lambda: merge(world, beside, thread)
    yield lambda: say(world, "facilitator", thread, "Разом")
    yield lambda: restrict(world, thread, organisations=("police", "school"))
    yield lambda: widen(world, thread)


def asking_access(world: World, thread: Thread) -> Iterator[Act]:
    """Of an announced thread: declined, taken back, granted, and over with the announcement."""

    def asked() -> UUID:
        return AccessRequest.objects.filter(thread=thread).latest("id").pk

    yield lambda: ask(world, thread, by="observer")
    yield lambda: refuse(world, asked())
    yield lambda: ask(world, thread, by="councillor")
    yield lambda: withdraw_access_request(actor=world.actor("councillor"), request_id=asked())
    yield lambda: ask(world, thread, by="secretary")
    yield lambda: grant(world, asked())
    yield lambda: edit(world, thread, "Охорона")


def start(world: World, thread: Thread) -> None:
    tomorrow = now() + timedelta(days=1)
    start_round(actor=world.actor("facilitator"), thread_id=thread.pk, question="Що далі?", ends_at=tomorrow)


def end(world: World, thread: Thread) -> None:
    end_round(actor=world.actor("facilitator"), thread_id=thread.pk, round_id=Round.objects.get().pk)


def who_speaks(world: World, thread: Thread) -> Iterator[Act]:
    yield lambda: start(world, thread)
    yield lambda: say(world, "teacher", thread)
    yield lambda: end(world, thread)
    yield lambda: hand_over(world, thread, "officer")
    yield lambda: hand_over(world, thread, "facilitator")
    yield lambda: lock_thread(actor=world.actor("facilitator"), thread_id=thread.pk, reason="Перерва")
    yield lambda: unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    yield lambda: set_slow_mode(actor=world.actor("facilitator"), thread_id=thread.pk, seconds=300)
    yield lambda: say(world, "councillor", thread)
    yield lambda: set_slow_mode(actor=world.actor("facilitator"), thread_id=thread.pk, seconds=0)


def moderating(world: World, thread: Thread) -> Iterator[Act]:
    yield lambda: moderate(world, number(thread, 1), Step.HIDE)
    yield lambda: appeal_hiding(actor=world.actor("officer"), message_id=number(thread, 1).pk, note="Ні")
    yield lambda: moderate(world, number(thread, 1), Step.UPHOLD, by="secretary")
    yield lambda: moderate(world, number(thread, 1), Step.SHOW)
    yield lambda: complain(world, number(thread, 1))
    yield lambda: moderate(world, number(thread, 1), Step.DISMISS)


def summing_up(world: World, thread: Thread) -> Iterator[Act]:
    yield lambda: say(world, "teacher", thread, "Зайве")
    yield lambda: sum_up(world, thread, f"Пандуси: #1, #{last(thread).number}")
    yield lambda: take_back(world, thread)
    yield lambda: not_summed_up(world, thread)
    yield lambda: sum_up(world, thread, "Пандуси: #1")
    yield lambda: propose(world, thread, "Хто міряє?")
    yield lambda: propose(world, thread, "Коли?", "facilitator")
    yield lambda: settle(world, thread, "Коли?", "answered", answered_by=1)
    yield lambda: collect(world, thread, "Пандуси є", 1)


def number(thread: Thread, nth: int) -> Message:
    return Message.objects.get(thread=thread, number=nth)


def last(thread: Thread) -> Message:
    return Message.objects.filter(thread=thread).latest("number")


def test_live_and_caught_up_both_end_where_a_fresh_load_does(world: World) -> None:
    thread = a_thread(world, draft=True)
    open_pages: list[Replica] = [
        follow_thread(world, "facilitator", thread),
        follow_group(world, "teacher"),
        follow_group(world, "observer"),
    ]
    closed_lid: list[Replica] = [
        follow_thread(world, "facilitator", thread),
        follow_group(world, "teacher"),
        follow_group(world, "councillor"),
    ]
    for act in story(world, thread):
        act()
        for page in open_pages:
            page.follow()
            assert page.state == page.fresh()
    for page in closed_lid:
        page.follow()
        assert page.state == page.fresh()
    told = set(Event.objects.values_list("kind", flat=True))
    kinds = {kind for kind in PAYLOADS if kind.startswith("dialogue.")}
    # Apart: mail that is not taken, days and late seats, and frames that say what to load anew.
    apart = {"dialogue.answer_by_mail_refused", "dialogue.thread_term_due", "dialogue.late_seat_admitted"}
    anew = re.compile(r"dialogue\.(charters|decisions|meetings|minutes)\.")
    apart |= {kind for kind in kinds if anew.match(PAYLOADS[kind].__module__)}
    assert kinds - apart <= told


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_the_pages_follow(world: World, seed: int) -> None:
    chance = random.Random(seed)
    threads = [a_thread(world), a_thread(world)]
    threads += [a_restricted_thread(world, organisations=("police", "school"))]
    pages: list[Replica] = [follow_thread(world, "officer", one) for one in threads]
    pages += [follow_group(world, name) for name in ("teacher", "observer")]
    for _ in range(25):
        something(world, chance, threads)()
        for page in pages:
            if chance.random() < 0.3:
                page.follow()
    for page in pages:
        page.follow()
        assert page.state == page.fresh()


def something(world: World, chance: random.Random, threads: list[Thread]) -> Act:
    """One act of somebody who may do it. The officer and the facilitator always see every thread."""
    thread = Thread.objects.get(pk=chance.choice(threads).pk)
    speaker = chance.choice(["officer", "facilitator"] if only_police(thread) else ["officer", "teacher"])
    acts: list[Act] = [
        lambda: edit(world, thread, f"Назва {chance.random()}"),
        lambda: restrict(world, thread, organisations=("police", "school")),
        lambda: widen(world, thread),
        lambda: restrict(world, thread, people=("officer",)),
        lambda: a_thread(world),
        lambda: a_thread(world, draft=True),
    ]
    acts += [lambda: say(world, speaker, thread, f"**{chance.random():.3f}**")] * 8
    if thread.message_count:
        acts += [lambda: support_message(actor=world.actor(speaker), message_id=last(thread).pk)] * 3
        acts += [lambda: withdraw_support(actor=world.actor(speaker), message_id=last(thread).pk)] * 2
    return chance.choice(acts)


def only_police(thread: Thread) -> bool:
    """Whether the school was left out."""
    return thread.is_restricted and not thread.audience.filter(organisation__isnull=False).exists()


def test_every_kind_of_event_has_its_frame() -> None:
    kinds = {kind for kind in PAYLOADS if kind.startswith("dialogue.")}
    # Whom these concern (of reports those who moderate) hears that there is a notification.
    kinds -= {"dialogue.message_addressed", "dialogue.must_read_due", "dialogue.answer_by_mail_refused"}
    kinds -= {"dialogue.message_reported", "dialogue.thread_term_due", "dialogue.late_seat_admitted"}
    kinds -= {"dialogue.decision_reminder_due", "dialogue.meeting_reminded"}
    assert kinds == {kind for kind in FRAMES if kind.startswith("dialogue.")}
    assert {"post_message", "read"} <= COMMANDS.keys()
    here = re.compile(r"dialogue\.\w+\.events")
    assert all(here.fullmatch(payload.__module__) for kind, payload in PAYLOADS.items() if kind in kinds)


# ---- what nobody may hear ----------------------------------------------------------------------------------


def test_the_group_hears_no_text_of_a_thread_that_was_restricted(world: World) -> None:
    """Also what was said before: a replay shows what may be seen now."""
    thread = a_thread(world)
    before = follow_group(world, "observer").seq - 1
    say(world, "officer", thread, "Таємниця")
    restrict(world, thread, organisations=("police",))
    heard = frames(group_topic(world.group.pk), before)
    assert [frame["data"] for frame in heard[:-1]] == [None, None]
    assert heard[-1]["data"] == {"thread_id": str(thread.pk), "change": "restricted", "thread": None}
    assert "Таємниця" not in orjson.dumps(heard).decode()


def test_a_deleted_message_is_replayed_as_a_stone(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, "Таємниця")
    Message.objects.filter(pk=message.pk).update(deleted_at=now(), body="", html="")
    for topic in (topic_of(thread.pk), group_topic(world.group.pk)):
        heard = orjson.dumps(frames(topic, 0)).decode()
        assert "Таємниця" not in heard


def test_light_frames_carry_the_end_of_the_thread_and_no_body(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, "я" * 1000)
    (frame,) = [
        one for one in frames(group_topic(world.group.pk), 0) if one["kind"] == "dialogue.message_posted"
    ]
    assert set(frame["data"]) == {"thread_id", "number", "message_count", "active_at", "last_message"}
    assert UUID(frame["data"]["thread_id"]) == message.thread_id
    assert len(frame["data"]["last_message"]["excerpt"]) <= 141

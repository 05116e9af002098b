"""Rounds: each sector at the table speaks once to one question, and whoever leads speaks at any time."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dialogue.facilitation.services import set_slow_mode
from dialogue.models import Attention, Fault, Message, Round, RoundEnd, RoundTurn, Thread, ThreadState
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from dialogue.reading.subscriptions import set_notification_level
from dialogue.rounds.services import end_due_rounds, end_round, start_round
from groups.models import Role, ShareAccess
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.dialogue.export.test_export import archive, paper
from tests.dialogue.facilitation.test_pauses import refusal, together
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    at_once,
    pointers,
    say,
    step,
)
from tests.dialogue.threads.test_permissions import share
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.errors import DomainError
from viche.kernel.models import Event
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db
QUESTION = "Що ваша установа може зробити до зими?"
AT_TABLE = ["police", "local_government", "education", "civil_society"]


def begin(world: World, thread: Thread, by: str = "facilitator", **facts: Any) -> Round:
    told = {"question": QUESTION, "ends_at": now() + timedelta(hours=1), **facts}
    return start_round(actor=world.actor(by), thread_id=thread.pk, **told)


def rounds(world: World, thread: Thread, name: str = "observer") -> list[dict[str, Any]]:
    answer = api(world, name).get(f"threads/{thread.pk}/rounds")
    assert answer.status_code == 200, answer.content
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_each_sector_speaks_once_and_who_leads_at_any_time(world: World) -> None:
    thread = a_thread(world, by="facilitator")
    body = {"question": QUESTION, "ends_at": (now() + timedelta(hours=2)).isoformat()}
    started = api(world, "facilitator").post(f"threads/{thread.pk}/rounds", body)
    assert started.status_code == 201, started.content
    assert (started.json()["sectors"], started.json()["turns"]) == (AT_TABLE, [])
    assert together(world, thread, "secretary", "officer", "facilitator") == ["said"] * 3
    refused = refusal(world, "councillor", thread)  # of the council, as the secretary
    assert refused.reason == "round_spoken"
    assert "№ 1" in str(refused.text)
    assert world.people["secretary"].name_uk in str(refused.text)
    assert refusal(world, "officer", thread).reason == "round_spoken"
    assert say(world, "facilitator", thread).number == 4
    (shown,) = rounds(world, thread)
    assert [(one["sector"], one["number"]) for one in shown["turns"]] == [
        ("local_government", 1),
        ("police", 2),
    ]
    assert shown["over_at"] is None
    assert api(world, "teacher").get(f"threads/{thread.pk}").json()["round"] == shown["id"]


def test_who_leads_speaks_for_their_sector_on_its_behalf(world: World) -> None:
    thread = a_thread(world)
    begin(world, thread)
    say(world, "facilitator", thread)
    assert not RoundTurn.objects.exists()
    for _ in range(2):  # the second takes nothing from anybody
        say(world, "facilitator", thread, on_behalf=True)
    turn = RoundTurn.objects.get()
    assert (turn.sector, turn.message.number) == ("civil_society", 2)


def test_who_sits_for_no_sector_listens(world: World) -> None:
    thread = a_thread(world)
    begin(world, thread)
    share(world, thread, world.actor("outsider"), ShareAccess.SPEAK)
    assert refusal(world, "outsider", thread).reason == "round_no_sector"


def test_the_next_of_a_sector_in_one_batch_is_refused(world: World) -> None:
    thread = a_thread(world)
    begin(world, thread)
    said = together(world, thread, "secretary", "councillor", "teacher", "teacher")
    assert said == ["said", "round_spoken", "said", "round_spoken"]
    assert list(Message.objects.values_list("number", flat=True).order_by("number")) == [1, 2]


def test_whoever_sits_for_two_sectors_speaks_for_each(world: World) -> None:
    thread = a_thread(world)
    second = a_mandate(world.people["teacher"], world.organisations["market"])
    a_seat(world.group, second, Role.MEMBER)
    begin(world, thread)
    say(world, "teacher", thread, mandate_id=world.mandates["teacher"].pk)
    say(world, "teacher", thread, mandate_id=second.pk)
    assert refusal(world, "teacher", thread, mandate_id=second.pk).reason == "round_spoken"
    (shown,) = rounds(world, thread)
    assert {one["sector"] for one in shown["turns"]} == {"education", "business"}


def take_back(world: World, name: str, message: Message) -> None:
    withdraw_message(actor=world.actor(name), message_id=message.pk, expected_version=message.version)


def test_what_is_hidden_or_taken_back_afterwards_was_said(world: World) -> None:
    thread = a_thread(world)
    row = begin(world, thread)
    first, second = say(world, "teacher", thread), say(world, "officer", thread)
    moderate_message(actor=world.actor("facilitator"), message_id=second.pk, to=Step.HIDE, fault=Fault.INSULT)
    assert together(world, thread, "teacher", "officer") == ["round_spoken"] * 2
    end_round(actor=world.actor("facilitator"), thread_id=thread.pk, round_id=row.pk)
    take_back(world, "teacher", first)
    assert [one["state"] for one in rounds(world, thread)[0]["turns"]] == ["withdrawn", "hidden"]


def test_what_is_taken_back_before_the_end_gives_the_turn_back_to_the_sector(world: World) -> None:
    thread = a_thread(world)
    begin(world, thread)
    take_back(world, "secretary", say(world, "secretary", thread))
    assert rounds(world, thread)[0]["turns"] == []
    assert together(world, thread, "councillor", "secretary") == ["said", "round_spoken"]
    assert [one["number"] for one in rounds(world, thread)[0]["turns"]] == [2]


@pytest.mark.parametrize(("removes_messages", "turns"), [(True, 0), (False, 1)])
def test_who_is_erased_with_their_words_gives_their_turn_back(
    world: World, removes_messages: bool, turns: int
) -> None:
    thread = a_thread(world)
    begin(world, thread)
    say(world, "teacher", thread)
    who = world.people["teacher"].pk
    anonymise_author(actor=SYSTEM, person_id=who, pseudonym="№ 7", removes_messages=removes_messages)
    assert RoundTurn.objects.count() == turns


def test_the_copy_of_ones_data_has_the_question_that_one_asked_alone(world: World) -> None:
    thread = a_thread(world, by="officer")
    row = begin(world, thread, by="officer")
    end_round(actor=world.actor("facilitator"), thread_id=thread.pk, round_id=row.pk)

    def held(name: str) -> list[Any]:
        acts = DATA_CATEGORIES["dialogue.acts"].read(world.people[name].pk)
        return [one.get("text") for one in acts if "коло" in str(one.get("what"))]

    assert held("officer") == [QUESTION]
    assert held("facilitator") == [None]


def test_slow_mode_holds_in_a_round_and_uses_no_turn_up(world: World) -> None:
    thread = a_thread(world)
    set_slow_mode(actor=world.actor("facilitator"), thread_id=thread.pk, seconds=300)
    say(world, "teacher", thread)
    begin(world, thread)
    assert refusal(world, "teacher", thread).reason == "slow_mode"
    assert not RoundTurn.objects.exists()


# ---- its time ----------------------------------------------------------------------------------------------


def test_it_ends_by_its_time_also_while_the_clock_is_late(world: World) -> None:
    thread = a_thread(world)
    row = begin(world, thread)
    assert together(world, thread, "teacher", "teacher") == ["said", "round_spoken"]
    with time_machine.travel(row.ends_at + timedelta(minutes=3), tick=False):
        assert say(world, "teacher", thread).number == 2
        assert rounds(world, thread)[0]["over_at"] is not None
        assert [fire_due(), fire_due()] == [1, 0]
        row.refresh_from_db()
        thread.refresh_from_db()
        assert (row.ended_at, row.ended_by_id, thread.round_id) == (row.ends_at, None, None)
        end_due_rounds(actor=SYSTEM, rows=list(RoundEnd.objects.all()))
    assert Event.objects.filter(kind="dialogue.round_ended").count() == 1


def test_who_leads_ends_it_before_and_the_clock_not_again(world: World) -> None:
    thread = a_thread(world)
    row = begin(world, thread)
    path, body = f"threads/{thread.pk}/rounds/end", {"round": str(row.pk)}
    assert api(world, "teacher").post(path, body).status_code == 403
    for _ in range(2):
        answer = api(world, "facilitator").post(path, body)
        assert (answer.status_code, answer.json()["early"]) == (200, True)
    assert together(world, thread, "teacher", "teacher") == ["said", "said"]
    other = begin(world, thread)
    with time_machine.travel(row.ends_at + timedelta(seconds=1), tick=False):
        fire_due()
    other.refresh_from_db()
    assert Event.objects.filter(kind="dialogue.round_ended").count() == 2  # the second ran out itself
    assert pointers(api(world, "facilitator").post(f"threads/{a_thread(world).pk}/rounds/end", body)) == [
        ("/round", "not_in_thread")
    ]


def test_one_at_a_time_and_what_ran_out_is_in_nobodys_way(world: World) -> None:
    thread = a_thread(world)
    row = begin(world, thread)
    with pytest.raises(DomainError) as refused:
        begin(world, thread)
    assert refused.value.reason == "round_runs"
    with time_machine.travel(row.ends_at + timedelta(minutes=3), tick=False):
        begin(world, thread)
        assert fire_due() == 1  # of the first, which is over
        assert Round.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("to", [ThreadState.SUMMARISING, ThreadState.CLOSED])
def test_it_ends_with_the_talk(world: World, to: ThreadState) -> None:
    thread = a_thread(world)
    row = begin(world, thread)
    thread.refresh_from_db()
    moved = step(world, thread, to)
    row.refresh_from_db()
    assert (moved.round_id, row.ended_by_id) == (None, world.people["facilitator"].pk)


def test_what_a_round_may_be(world: World) -> None:
    thread = a_thread(world)

    def ask(name: str = "facilitator", of: Thread = thread, **change: Any) -> Any:
        ends_at = (now() + timedelta(hours=1)).isoformat()
        return api(world, name).post(
            f"threads/{of.pk}/rounds", {"question": "Що?", "ends_at": ends_at, **change}
        )

    assert ask("teacher").status_code == 403
    assert ask("outsider").status_code == 404
    assert pointers(ask(question=" ")) == [("/question", "blank")]
    assert pointers(ask(question="Дзвоніть 067 123 45 67")) == [("/question", "phone")]
    assert pointers(ask(ends_at=now().isoformat())) == [("/ends_at", "too_soon")]
    assert pointers(ask(ends_at=(now() + timedelta(days=32)).isoformat())) == [("/ends_at", "too_far")]
    assert pointers(ask(order=["health"])) == [("/order", "not_at_table")]
    assert ask(of=a_thread_in(world, ThreadState.SUMMARISING)).json()["code"] == "not_open"
    made = ask(order=["education", "police", "education"]).json()
    assert made["sectors"] == ["education", "police", "local_government", "civil_society"]


def test_a_list_of_rounds_takes_as_many_questions_as_one(world: World) -> None:
    thread = a_thread(world)

    def hold() -> None:
        row = begin(world, thread)
        together(world, thread, "teacher", "officer", "secretary")
        end_round(actor=world.actor("facilitator"), thread_id=thread.pk, round_id=row.pk)

    hold()
    with CaptureQueriesContext(connection) as few:
        assert len(rounds(world, thread)) == 1
    for _ in range(3):
        hold()
    with CaptureQueriesContext(connection) as many:
        assert len(rounds(world, thread)) == 4
    assert len(many) == len(few)


def test_the_database_holds_one_turn_of_each_sector(world: World) -> None:
    thread = a_thread(world)
    row = begin(world, thread)
    say(world, "teacher", thread)
    other = say(world, "facilitator", thread)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundTurn.objects.create(round=row, sector="education", message=other)


# ---- who is told -------------------------------------------------------------------------------------------


def test_who_is_asked_to_speak_is_told_once(world: World) -> None:
    thread = a_thread(world)
    set_notification_level(actor=world.actor("officer"), thread_id=thread.pk, level=Attention.MUTED)
    forget()
    begin(world, thread)
    assert told(world) == dict.fromkeys(("secretary", "councillor", "teacher"), "speaks_for_sector")
    shown = words(world, "teacher")
    assert shown.body["uk"] == QUESTION
    assert thread.title_uk in shown.title["uk"]
    assert shown.title["uk"] != shown.title["en"]
    say(world, "teacher", thread)
    with pytest.raises(KeyError):  # nothing waits for them any more
        words(world, "teacher")


def test_a_restricted_round_tells_its_own_alone_and_no_word(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "school"))
    forget()
    row = begin(world, thread)
    assert set(row.sectors) == {"police", "education", "civil_society"}
    assert set(told(world)) == {"officer", "teacher"}
    assert QUESTION not in words(world, "teacher").body["uk"]
    assert api(world, "secretary").get(f"threads/{thread.pk}/rounds").status_code == 404


# ---- at once -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
class TestAtOnce:
    def test_of_several_of_one_sector_one_speaks(self, world: World) -> None:
        thread = a_thread(world)
        colleague = world.people["second"] = person("second")
        a_seat(world.group, a_mandate(colleague, world.organisations["school"]), Role.MEMBER)
        begin(world, thread)
        names = ("teacher", "second") * 3
        answers = at_once(*[lambda name=name: say(world, name, thread) for name in names])
        assert sum(isinstance(one, Message) for one in answers) == 1
        assert {one.reason for one in answers if isinstance(one, DomainError)} == {"round_spoken"}
        assert (Message.objects.count(), RoundTurn.objects.count()) == (1, 1)

    def test_of_two_rounds_one_begins(self, world: World) -> None:
        thread = a_thread(world)
        answers = at_once(*[lambda: begin(world, thread)] * 3)
        assert sum(isinstance(one, Round) for one in answers) == Round.objects.count() == 1

    def test_nobody_speaks_twice_while_it_begins(self, world: World) -> None:
        thread = a_thread(world)

        def talk() -> set[str]:
            return set(together(world, thread, *["teacher"] * 10))

        *said, row = at_once(talk, talk, lambda: begin(world, thread))
        assert set.union(*said) <= {"said", "round_spoken"}
        after = Message.objects.filter(thread=thread, posted_at__gt=row.started_at)
        assert RoundTurn.objects.count() <= 1
        assert after.count() <= 1


def test_a_round_stands_on_paper_and_in_the_archive_with_the_words_of_its_sectors(world: World) -> None:
    thread = a_thread(world, by="facilitator")
    row = begin(world, thread)
    say(world, "officer", thread)
    gone = say(world, "teacher", thread)
    end_round(actor=world.actor("facilitator"), thread_id=thread.pk, round_id=row.pk)
    withdraw_message(actor=world.actor("teacher"), message_id=gone.pk, expected_version=1)
    begin(world, thread, question="А взимку?")
    first, second = next(one["items"] for one in paper(world, thread)["lists"] if one["heading"] == "Кола")
    assert (first["text"], second["text"]) == (QUESTION, "А взимку?")
    over, *sectors = first["became"].split("; ")
    assert over.startswith("завершено ")
    assert sectors == [
        "Поліція: повідомлення № 1",
        "Самоврядування: слова не було",
        "Освіта: повідомлення № 2 (видалене повідомлення)",
        "Громадськість: слова не було",
    ]
    assert second["became"].startswith("триває до ")
    with archive(world, "observer", thread) as packed:
        kept = json.loads(packed.read("thread.json"))["rounds"]
        page = packed.read("thread.html").decode()
    assert [(one["id"], len(one["turns"])) for one in kept] == [
        (one["id"], len(one["turns"])) for one in rounds(world, thread)
    ]
    assert QUESTION in page

"""What was done with a thread goes along with it: who paused it, led it, moved it and split it, and why."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dialogue.export.history import load_history
from dialogue.export.pdf import describe_paper
from dialogue.facilitation.services import set_slow_mode, unlock_thread
from dialogue.models import Thread
from dialogue.threads.selectors import get_thread_with_facilitator_for
from groups.models import InitiativeGroup
from tests.cast import World
from tests.dialogue.export.test_export import archive, taken
from tests.dialogue.facilitation.test_pauses import lock
from tests.dialogue.helpers import a_group_beside, a_thread, api, hand_over, merge, part, restrict, say, take
from tests.tasks.export.test_export import content_of

pytestmark = pytest.mark.django_db


def a_thread_with_a_past(world: World) -> tuple[Thread, Thread, InitiativeGroup]:
    """It, what was taken out of it, and the group where it is now."""
    there = a_group_beside(world, "facilitator", "secretary", "outsider", led_by="facilitator")
    thread, facilitator = a_thread(world), world.actor("facilitator")
    for _turn in range(3):
        say(world, "teacher", thread)
    lock(world, thread, "Спека")
    unlock_thread(actor=facilitator, thread_id=thread.pk)
    for seconds in (30, 300, 0):
        set_slow_mode(actor=facilitator, thread_id=thread.pk, seconds=seconds)
    apart = part(world, thread, 2, 3, title_uk="А поручні?", reason="Про інше")
    hand_over(world, thread, "secretary", reason="Відпустка")
    take(world, thread, there, reason="Це їхня справа")
    return thread, apart, there


def course(world: World, name: str, thread: Thread, language: str = "uk") -> list[tuple[str, str]]:
    """What stands on paper for somebody, without the moments."""
    actor = world.actor(name)
    shown = get_thread_with_facilitator_for(actor, thread.pk)
    with override(language):
        items = describe_paper(shown, [], language, load_history(actor, shown))["lists"][3]["items"]
    return [(one["text"], one["became"].rpartition(": ")[2]) for one in items]


def test_paper_says_it_in_its_order(world: World) -> None:
    thread, apart, there = a_thread_with_a_past(world)
    told = course(world, "facilitator", thread)
    assert [what for what, _who in told] == [
        "Обговорення поставлено на паузу",
        "Обговорення продовжено",
        "Повільний режим: кожен пише не частіше ніж раз на 30 секунд",
        "Повільний режим: кожен пише не частіше ніж раз на 5 хвилин",
        "Повільний режим вимкнено",
        "2 повідомлення виокремлено в нову тему: А поручні?",
        f"Ведення теми передано: {world.people['secretary'].name_uk}",
        f"Перенесено до іншої групи: {world.group.name_uk} → {there.name_uk}",
    ]
    assert [why for _what, why in told if why in ("Спека", "Про інше", "Відпустка", "Це їхня справа")] == [
        "Спека",
        "Про інше",
        "Відпустка",
        "Це їхня справа",
    ]
    assert course(world, "teacher", apart)[0][0] == "Почалася з 2 повідомлень іншої теми"
    assert course(world, "facilitator", apart, "en")[0][0].startswith("Began with 2 messages of another")
    assert content_of(taken(world, "facilitator", thread)).startswith(b"%PDF-")


def test_no_name_of_what_its_reader_does_not_see(world: World) -> None:
    thread, apart, there = a_thread_with_a_past(world)
    restrict(world, apart, organisations=("ngo",))
    InitiativeGroup.objects.filter(pk=world.group.pk).update(visibility="hidden")
    told = [what for what, _who in course(world, "outsider", thread)]
    assert told[-1] == f"Перенесено до іншої групи: інша група → {there.name_uk}"
    assert "2 повідомлення виокремлено в нову тему" in told
    found = archive(world, "outsider", thread)
    for part_of_it in ("thread.json", "thread.html"):
        said = found.read(part_of_it).decode()
        assert world.group.name_uk not in said
        assert "А поручні?" not in said


def test_where_it_goes_on_is_said_in_both(world: World) -> None:
    thread, into = a_thread(world, title_uk="Одне"), a_thread(world, title_uk="Друге")
    say(world, "teacher", thread)
    merge(world, thread, into)
    (told,) = course(world, "teacher", thread)
    assert told == ("Триває в іншій темі, куди перенесено 1 повідомлення: Друге", "Це те саме питання")
    assert course(world, "teacher", into)[0][0].endswith("з якої перенесено 1 повідомлення: Одне")
    last = a_thread(world)
    merge(world, into, last)
    (told,) = course(world, "teacher", last)
    assert told[0].endswith("з якої перенесено 1 повідомлення: Друге")


def test_an_archive_has_it_as_the_api_has_it(world: World) -> None:
    thread, _apart, _there = a_thread_with_a_past(world)
    data = json.loads(archive(world, "secretary", thread).read("thread.json"))

    for name in ("floor", "moves", "splits"):
        asked = api(world, "secretary").get(f"threads/{thread.pk}/{name}").json()["items"]
        assert asked
        for here, there in zip(data[name], asked, strict=True):
            assert {**here, "at": there["at"]} == there
    page = archive(world, "secretary", thread).read("thread.html").decode()
    assert "Відпустка" in page


def test_it_costs_the_same_for_many_steps(world: World) -> None:
    thread, _apart, there = a_thread_with_a_past(world)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            archive(world, "facilitator", thread)
        return len(queries)

    few = cost()
    for group in (world.group, there, world.group, there):
        take(world, thread, group)
        lock(world, thread, "Знову")
        unlock_thread(actor=world.actor("facilitator"), thread_id=thread.pk)
    assert cost() == few

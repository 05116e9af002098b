"""What stays behind of a thread that went on in another one: narrowed and taken back, never added to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from dialogue.drafts.services import save_draft
from dialogue.lifecycle.services import edit_thread
from dialogue.lifecycle.visibility import add_thread_reader, set_audience
from dialogue.models import Message, MessageDraft, QuestionState, Thread, ThreadState, Visibility
from dialogue.posting.editing import edit_message
from dialogue.summary.services.questions import ask_question, edit_question, remove_question, resolve_question
from dialogue.summary.services.statements import collect_statement, edit_statement, remove_statement
from dialogue.summary.services.summaries import withdraw_summary, write_summary
from groups.common.hooks import HANDOVER_ITEMS
from groups.guest_shares.services import share_with_guest
from groups.models import GuestShare, ShareAccess
from tests.cast import World
from tests.dialogue.helpers import a_thread, api, merge, part, say, step
from tests.dialogue.lifecycle.test_visibility import readers
from tests.dialogue.transfer.test_merges import faults
from tests.dialogue.transfer.test_splits import talk
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def share(world: World, thread: Thread) -> GuestShare:
    return share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.SPEAK,
        until=now() + timedelta(days=2),
        reason="Порада",
    )


def audience(
    world: World, thread: Thread, visibility: Visibility, *names: str, by: str = "facilitator"
) -> Any:
    return set_audience(
        actor=world.actor(by),
        thread_id=thread.pk,
        expected_version=Thread.objects.get(pk=thread.pk).version,
        visibility=visibility,
        person_ids=[world.people[name].pk for name in names],
    )


def retitle(world: World, thread: Thread, by: str = "facilitator", **changes: Any) -> Thread:
    version = Thread.objects.get(pk=thread.pk).version
    said: Any = changes
    return edit_thread(actor=world.actor(by), thread_id=thread.pk, expected_version=version, changes=said)


def heritage_of(world: World, name: str) -> int:
    return HANDOVER_ITEMS["unread_threads"].count(world.mandates[name], [world.group.pk])


def test_a_guest_of_it_is_put_out_and_nobody_is_let_in(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    given = share(world, thread)
    share(world, into)
    merge(world, thread, into)
    assert "outsider" in readers(world, thread)
    leader = api(world, "facilitator")
    told = [
        ground
        for one in leader.get(f"threads/{thread.pk}/access").json()["items"]
        for ground in one["grounds"]
        if ground["kind"] == "guest_share"
    ]
    assert [one["reason"] for one in told] == ["Порада"]
    assert api(world, "teacher").delete(f"guest-shares/{given.pk}").status_code == 403
    assert leader.delete(f"guest-shares/{given.pk}").status_code == 204
    assert "outsider" not in readers(world, thread)
    with pytest.raises(Forbidden) as refused:
        share(world, thread)
    assert refused.value.reason == "thread_merged"


def test_a_guest_who_would_lose_it_holds_it_and_no_draft_goes_where_its_author_reads_nothing(
    world: World,
) -> None:
    thread, into = a_thread(world), a_thread(world)
    given = share(world, thread)
    say(world, "outsider", thread)
    for name in ("outsider", "teacher"):
        save_draft(actor=world.actor(name), thread_id=thread.pk, body="Ще одне", expected_version=0)
    assert faults(world, thread, into) == {"narrows"}
    assert api(world, "facilitator").delete(f"guest-shares/{given.pk}").status_code == 204
    merge(world, thread, into)
    drafts = dict(MessageDraft.objects.values_list("person", "thread"))
    assert drafts == {
        world.people["outsider"].pk: thread.pk,
        world.people["teacher"].pk: into.pk,
    }


def test_who_leads_it_narrows_its_audience_and_never_widens_it(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    merge(world, thread, into)
    audience(world, thread, Visibility.RESTRICTED, "facilitator", "officer", "teacher")
    assert readers(world, thread) == {"facilitator", "officer", "teacher"}
    audience(world, thread, Visibility.RESTRICTED, "facilitator", "officer")
    assert readers(world, thread) == {"facilitator", "officer"}
    wider: list[tuple[Visibility, tuple[str, ...]]] = [
        (Visibility.GROUP, ()),
        (Visibility.RESTRICTED, ("facilitator", "officer", "teacher")),
    ]
    for visibility, names in wider:
        with pytest.raises(Invalid) as refused:
            audience(world, thread, visibility, *names)
        assert [one.code for one in refused.value.errors] == ["only_narrower"]
    with pytest.raises(Invalid):
        add_thread_reader(
            actor=world.actor("facilitator"), thread_id=thread.pk, person_id=world.people["teacher"].pk
        )
    with pytest.raises(Forbidden):
        audience(world, thread, Visibility.RESTRICTED, "officer", by="officer")
    assert readers(world, thread) == {"facilitator", "officer"}


def test_its_title_and_tags_are_put_in_other_words_and_nothing_else(world: World) -> None:
    thread, into = a_thread(world, title_uk="Скарга пані Олени"), a_thread(world)
    merge(world, thread, into)
    assert retitle(world, thread, title_uk="Скарга", tags=["двір"]).title_uk == "Скарга"
    others: list[dict[str, Any]] = [{"closes_on": None}, {"purpose": "announce"}]
    for changes in others:
        with pytest.raises(Forbidden) as refused:
            retitle(world, thread, **changes)
        assert refused.value.reason == "thread_merged"
    with pytest.raises(Forbidden):
        retitle(world, thread, by="teacher", title_uk="Моя")


def test_what_stands_at_its_head_is_taken_back_and_not_added_to(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    lead: dict[str, Any] = {"actor": world.actor("facilitator")}
    at: dict[str, Any] = {**lead, "thread_id": thread.pk}
    write_summary(**at, expected_version=0, body="Отже")
    asked = ask_question(actor=world.actor("teacher"), thread_id=thread.pk, text="Коли?")
    resolve_question(**lead, question_id=asked.pk, to=QuestionState.OPEN, expected_version=1)
    resolve_question(
        **lead, question_id=asked.pk, to=QuestionState.ANSWERED, expected_version=2, words="Улітку"
    )
    stated = collect_statement(**at, text="Улітку")
    Thread.objects.filter(pk=thread.pk).update(merged_into=into, state="closed", closed_at=now())
    refused: list[Any] = [
        lambda: write_summary(**at, expected_version=1, body="Інакше"),
        lambda: ask_question(**at, text="Де?"),
        lambda: edit_question(**lead, question_id=asked.pk, expected_version=3, text="Де?"),
        lambda: collect_statement(**at, text="Узимку"),
        lambda: edit_statement(**lead, statement_id=stated.pk, expected_version=1, text="Узимку"),
        lambda: withdraw_summary(actor=world.actor("teacher"), thread_id=thread.pk, expected_version=1),
        lambda: remove_question(actor=world.actor("teacher"), question_id=asked.pk, expected_version=3),
        lambda: remove_statement(actor=world.actor("teacher"), statement_id=stated.pk, expected_version=1),
    ]
    for act in refused:
        with pytest.raises(Forbidden):
            act()
    gist = api(world, "facilitator").get(f"threads/{thread.pk}/gist").json()
    assert [one["allowed"] for one in (*gist["questions"], *gist["statements"])] == [["remove"], ["remove"]]
    gist = api(world, "teacher").get(f"threads/{thread.pk}/gist").json()
    assert [one["allowed"] for one in (*gist["questions"], *gist["statements"])] == [[], []]
    withdraw_summary(**at, expected_version=1)
    remove_question(**lead, question_id=asked.pk, expected_version=3)
    remove_statement(**lead, statement_id=stated.pk, expected_version=1)
    gist = api(world, "facilitator").get(f"threads/{thread.pk}/gist").json()
    assert (gist["summary"]["body"], gist["questions"], gist["statements"]) == ("", [], [])


def test_what_would_be_stranded_at_its_head_holds_it(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 2)
    lead: dict[str, Any] = {"actor": world.actor("facilitator")}
    at: dict[str, Any] = {**lead, "thread_id": thread.pk}
    write_summary(**at, expected_version=0, body="Отже")
    asked = ask_question(actor=world.actor("teacher"), thread_id=thread.pk, text="Коли?")
    stated = collect_statement(**at, text="Улітку")

    def settle(version: int, to: QuestionState, **facts: Any) -> None:
        resolve_question(**lead, question_id=asked.pk, to=to, expected_version=version, **facts)

    cases: list[tuple[Any, set[str]]] = [
        (lambda: None, {"summary", "questions_wait", "statements"}),
        (lambda: withdraw_summary(**at, expected_version=1), {"questions_wait", "statements"}),
        (lambda: settle(1, QuestionState.OPEN), {"questions_wait", "statements"}),
        (lambda: settle(2, QuestionState.ASIDE, words="Не тут"), {"statements"}),
    ]
    for act, left in cases:
        act()
        assert faults(world, thread, into) == left
    remove_statement(**lead, statement_id=stated.pk, expected_version=1)
    merge(world, thread, into)


def test_one_that_is_only_closed_stays_as_it_was(world: World) -> None:
    thread = a_thread(world)
    step(world, thread, ThreadState.CLOSED)
    with pytest.raises(Forbidden):
        retitle(world, thread, title_uk="Інакша")
    with pytest.raises(Forbidden):
        withdraw_summary(actor=world.actor("facilitator"), thread_id=thread.pk, expected_version=0)


def test_what_its_author_corrects_while_it_goes_is_told_where_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes after who corrects it has found its thread, and before while they wait for it."""
    thread = a_thread(world)
    message, _other = talk(world, thread, 2)
    gone: list[Thread] = []
    held: list[UUID] = []

    class Waits:
        """As one that somebody else had: it is held only when the message has gone."""

        def __init__(self, rows: Any) -> None:
            self.rows = self.objects = rows

        def select_for_update(self, **how: Any) -> Waits:
            return Waits(self.rows.select_for_update(**how))

        def filter(self, **which: Any) -> Waits:
            return Waits(self.rows.filter(**which))

        def first(self) -> Thread:
            row: Thread = self.rows.first()
            held.append(row.pk)
            if not gone:
                gone.append(part(world, Thread.objects.get(pk=thread.pk), message.number))
            return row

    waits = Waits(Thread.objects)
    waits.objects = waits
    monkeypatch.setattr("dialogue.messages.loaders.Thread", waits)
    author = Message.objects.get(pk=message.pk).author
    name = next(one for one, person in world.people.items() if person.pk == author.pk)
    edit_message(actor=world.actor(name), message_id=message.pk, body="Інакше", expected_version=1)
    event = Event.objects.get(kind="dialogue.message_edited")
    assert event.data["thread_id"] == str(gone[0].pk)
    assert held == [thread.pk, gone[0].pk]


def test_a_post_that_passes_on_counts_nothing_that_went_on_elsewhere(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    say(world, "officer", thread)
    assert heritage_of(world, "teacher") == 1
    merge(world, thread, into)
    assert heritage_of(world, "teacher") == 1  # the one that goes on
